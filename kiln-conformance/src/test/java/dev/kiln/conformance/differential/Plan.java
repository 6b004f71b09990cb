package dev.kiln.conformance.differential;

import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.SparkSession;

/**
 * Something to ask both servers.
 *
 * @param name what the test is called, and how the list of known gaps refers to it
 * @param question the text of the statement, or the name again where a program builds the plan
 * @param ask asks a server
 * @param order which columns of the answer have to come in the same order
 * @param rounded whether the plan adds up floating-point numbers in an order that Spark does not fix, so that their last
 *     digits may differ
 */
record Plan(String name, String question, Function<SparkSession, Answer> ask, RowOrder order, boolean rounded) {

    /** A plan that a program builds with data frames. */
    static Plan frame(String name, Function<SparkSession, Dataset<Row>> build) {
        return answer(name, session -> Answer.of(build.apply(session)));
    }

    /** A plan with an answer of any kind. */
    static Plan answer(String name, Function<SparkSession, Answer> ask) {
        return new Plan(name, name, ask, RowOrder.ANY, false);
    }

    static Plan sql(String name, String text) {
        return new Plan(name, text, session -> Answer.of(session.sql(text)), RowOrder.of(text), false);
    }

    /** The same plan, whose rows have to come in Spark's order. */
    Plan ordered() {
        return new Plan(name, question, ask, RowOrder.ALL, rounded);
    }

    /** The same plan, with floating-point numbers compared in their first ten digits. */
    Plan inTenDigits() {
        return new Plan(name, question, ask, order, true);
    }
}
