package dev.kiln.conformance.differential;

import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.SparkSession;

/**
 * Something to ask both servers.
 *
 * @param name what the test is called, and how the list of known gaps refers to it
 * @param build makes the data frame in a session
 */
record Plan(String name, Function<SparkSession, Dataset<Row>> build) {
    static Plan sql(String name, String text) {
        return new Plan(name, session -> session.sql(text));
    }
}
