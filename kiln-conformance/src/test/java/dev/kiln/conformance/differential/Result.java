package dev.kiln.conformance.differential;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** What a server made of a plan, in a form that can be compared. */
sealed interface Result {

    /**
     * @param schema names, types and nullability
     * @param keys the values that have to come in the same order, row by row
     * @param rows the rows as text, sorted
     */
    record Rows(String schema, List<String> keys, List<String> rows) implements Result {}

    /**
     * @param kind the class of the exception
     * @param condition the error condition, if it has one
     * @param message what a user reads, without the ids that differ from run to run
     */
    record Failure(String kind, Optional<String> condition, String message) implements Result {

        /** Whether it is Kiln's way to say that it does not support a plan: the client names an error without a condition so. */
        boolean refuses() {
            return kind.equals("SparkUnsupportedOperationException")
                    && condition
                            .filter(name -> name.startsWith("_LEGACY_ERROR"))
                            .isPresent();
        }
    }

    static Result of(Plan plan, SparkSession session) {
        try {
            Answer answer = plan.ask().apply(session);
            List<Integer> order = plan.order().columns(answer.schema());
            List<String> keys = order.isEmpty()
                    ? List.of()
                    : answer.rows().stream()
                            .map(row -> order.stream()
                                    .map(column -> text(row.get(column), plan.rounded()))
                                    .toList()
                                    .toString())
                            .toList();
            List<String> rows = answer.rows().stream()
                    .map(row -> text(row, plan.rounded()))
                    .sorted()
                    .toList();
            return new Rows(describe(answer.schema()), keys, rows);
        } catch (Exception e) {
            return failure(e);
        }
    }

    private static String describe(StructType schema) {
        return Arrays.stream(schema.fields())
                .map(field -> field.name() + ": " + field.dataType().json() + (field.nullable() ? "" : " not null"))
                .collect(Collectors.joining("\n"));
    }

    private static Failure failure(Throwable error) {
        Throwable named = error;
        Optional<String> condition = Optional.empty();
        for (@Nullable Throwable cause = error; cause != null && condition.isEmpty(); cause = cause.getCause()) {
            if (cause instanceof SparkThrowable known && known.getCondition() != null) {
                named = cause;
                condition = Optional.of(known.getCondition());
            }
        }
        String message = String.valueOf(named.getMessage());
        return new Failure(named.getClass().getSimpleName(), condition, message.replaceAll("#\\d+L?", "#"));
    }

    private static String text(@Nullable Object value, boolean rounded) {
        if (value instanceof Double number) {
            return rounded ? rounded(number) : Double.toString(number);
        }
        if (value instanceof Float number) {
            return "f" + number;
        }
        if (value instanceof byte[] bytes) {
            return "b" + Arrays.toString(bytes);
        }
        if (value instanceof String text) {
            return "'" + text + "'";
        }
        if (value instanceof double[] numbers) {
            return Arrays.toString(numbers);
        }
        if (value instanceof Row row) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < row.length(); i++) {
                fields.add(text(row.get(i), rounded));
            }
            return "(" + String.join(" | ", fields) + ")";
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            return CollectionConverters.asJava(map).entrySet().stream()
                    .map(entry -> text(entry.getKey(), rounded) + "=" + text(entry.getValue(), rounded))
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof scala.collection.Seq<?> elements) {
            return CollectionConverters.asJava(elements).stream()
                    .map(element -> text(element, rounded))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return String.valueOf(value);
    }

    private static String rounded(double number) {
        return Double.isFinite(number) && number != 0
                ? new BigDecimal(number)
                        .round(new MathContext(10))
                        .stripTrailingZeros()
                        .toString()
                : Double.toString(number);
    }
}
