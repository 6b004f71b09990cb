package dev.kiln.conformance.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.regex.Pattern;

/** A result on record: a schema with rows, or an error. */
sealed interface Expected {

    /**
     * @param schema the schema in Spark's catalog form
     * @param output the formatted rows, one after the other, without white space at the end
     */
    record Rows(String schema, String output) implements Expected {}

    /**
     * @param className the exception's class
     * @param condition the error condition, where the record has one
     * @param message what the record says, the JSON form of the error when there is a condition
     */
    record Failure(String className, Optional<String> condition, String message) implements Expected {}

    String NO_COLUMNS = "struct<>";

    static Expected parse(String schema, String output) {
        int lineEnd = output.indexOf('\n');
        String first = lineEnd < 0 ? output : output.substring(0, lineEnd);
        if (!schema.equals(NO_COLUMNS) || !Constants.EXCEPTION.matcher(first).matches()) {
            return new Rows(schema, output);
        }
        String message = lineEnd < 0 ? "" : output.substring(lineEnd + 1);
        return new Failure(first, condition(message), message);
    }

    private static Optional<String> condition(String message) {
        if (!message.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode error = Constants.JSON.readTree(message);
            return Optional.ofNullable(error.get("errorClass")).map(JsonNode::asText);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** What the parser needs; an interface cannot keep it private. */
    final class Constants {
        private static final Pattern EXCEPTION = Pattern.compile("[a-z]+(\\.\\w+)*\\.[A-Z]\\w*(Exception|Error)");
        private static final ObjectMapper JSON = new ObjectMapper();

        private Constants() {}
    }
}
