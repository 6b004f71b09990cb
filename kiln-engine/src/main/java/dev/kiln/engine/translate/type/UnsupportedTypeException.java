package dev.kiln.engine.translate.type;

import org.apache.spark.sql.types.DataType;

/** A data type that has no carrier in DuckDB. */
public final class UnsupportedTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsupportedTypeException(DataType type) {
        super("values of type " + type.catalogString() + " cannot be carried");
    }
}
