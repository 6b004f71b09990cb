package dev.kiln.conformance.golden;

import java.util.List;
import java.util.Optional;

/** What a server answered to a statement. */
sealed interface Answer {

    /**
     * @param schema the schema in Spark's catalog form
     * @param columns the names of the columns
     * @param rows the formatted rows in the order in which they came
     */
    record Rows(String schema, List<String> columns, List<String> rows) implements Answer {}

    /**
     * @param className the class of the exception that the client raised
     * @param condition the error condition, if the server named one
     * @param message the exception's message
     */
    record Failure(String className, Optional<String> condition, String message) implements Answer {
        static Failure of(Throwable error) {
            return new Failure(
                    error.getClass().getName(), ErrorCondition.of(error), String.valueOf(error.getMessage()));
        }
    }

    /** No answer came in time; the statement was interrupted. */
    record Silence() implements Answer {}
}
