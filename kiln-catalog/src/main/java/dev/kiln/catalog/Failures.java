package dev.kiln.catalog;

import java.util.List;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/** Throws Spark's errors, many of which are checked exceptions that Scala's signatures do not declare. */
final class Failures {
    private static final String SESSION_CATALOG = "spark_catalog";

    private Failures() {}

    /** Throws its argument; the return type lets callers write {@code throw raise(..)}. */
    static RuntimeException raise(Throwable error) {
        return Failures.<RuntimeException>raiseUnchecked(error);
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

    @SuppressWarnings("unchecked") // the point: E is inferred as unchecked, the error is thrown as it is
    private static <E extends Throwable> RuntimeException raiseUnchecked(Throwable error) throws E {
        throw (E) error;
    }
}
