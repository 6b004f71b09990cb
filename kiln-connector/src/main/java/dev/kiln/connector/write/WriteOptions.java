package dev.kiln.connector.write;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** What can be said of one write: {@code df.writeTo("store.db.t").option("put", "true").append()}. */
public final class WriteOptions {
    /** Whether rows replace those that have the same key, as {@code PUT INTO} does. */
    public static final String PUT = "put";

    private WriteOptions() {}

    /**
     * Whether {@link #PUT} is wanted.
     *
     * @throws StoreException {@code INVALID_OPTION} if it is neither true nor false
     */
    public static boolean isPut(CaseInsensitiveStringMap options) {
        String value = options.getOrDefault(PUT, "false").trim().toLowerCase(Locale.ROOT);
        if (!value.equals("true") && !value.equals("false")) {
            throw new StoreException(
                    StoreCondition.INVALID_OPTION,
                    "The option " + PUT + " of a write is true or false, not " + value,
                    Map.of("option", PUT));
        }
        return value.equals("true");
    }
}
