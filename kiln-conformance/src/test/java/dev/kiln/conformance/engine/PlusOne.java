package dev.kiln.conformance.engine;

import org.apache.spark.sql.api.java.UDF1;

/** Code of a user, which the server does not have until it is uploaded. */
public final class PlusOne implements UDF1<Long, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long call(Long number) {
        return number + 1;
    }
}
