package dev.kiln.server.error;

import java.util.List;

/**
 * The exception a client is to raise. Clients look for the first class of the list that they know, so every list starts
 * with the class that real Spark throws and goes up to {@code java.lang.Object}.
 */
public enum ThrownAs {
    SPARK_SQL("org.apache.spark.SparkSQLException", "java.sql.SQLException", "java.lang.Exception"),
    SPARK("org.apache.spark.SparkException", "java.lang.Exception"),
    SPARK_RUNTIME("org.apache.spark.SparkRuntimeException", "java.lang.RuntimeException", "java.lang.Exception"),
    INVALID_PLAN("org.apache.spark.sql.connect.common.InvalidPlanInput", "java.lang.Exception"),
    ILLEGAL_ARGUMENT("java.lang.IllegalArgumentException", "java.lang.RuntimeException", "java.lang.Exception"),
    UNSUPPORTED_OPERATION(
            "java.lang.UnsupportedOperationException", "java.lang.RuntimeException", "java.lang.Exception"),
    SPARK_UNSUPPORTED_OPERATION(
            "org.apache.spark.SparkUnsupportedOperationException",
            "java.lang.UnsupportedOperationException",
            "java.lang.RuntimeException",
            "java.lang.Exception");

    private final List<String> classes;

    ThrownAs(String... classes) {
        List<String> all = new java.util.ArrayList<>(List.of(classes));
        all.add("java.lang.Throwable");
        all.add("java.lang.Object");
        this.classes = List.copyOf(all);
    }

    /** Fully qualified names, most specific first. */
    public List<String> classes() {
        return classes;
    }
}
