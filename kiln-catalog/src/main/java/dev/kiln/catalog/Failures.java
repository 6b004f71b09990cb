package dev.kiln.catalog;

import dev.kiln.catalog.store.Unchecked;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/** Throws Spark's errors, many of which are checked exceptions that Scala's signatures do not declare. */
final class Failures {
    private static final String SESSION_CATALOG = "spark_catalog";

    private Failures() {}

    /** Throws its argument; the return type lets callers write {@code throw raise(..)}. */
    static RuntimeException raise(Throwable error) {
        throw Unchecked.raise(error);
    }

    static RuntimeException noSuchDatabase(String database) {
        return raise(new NoSuchNamespaceException(Json.seq(List.of(SESSION_CATALOG, database))));
    }

    static RuntimeException noSuchTable(String database, String table) {
        return raise(new NoSuchTableException(Json.seq(List.of(SESSION_CATALOG, database, table))));
    }

    /** Fails as Scala's {@code assert} does. */
    static void check(boolean condition, String message) {
        if (!condition) {
            throw new AssertionError("assertion failed: " + message);
        }
    }
}
