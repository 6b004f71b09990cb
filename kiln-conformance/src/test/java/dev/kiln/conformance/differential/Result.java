package dev.kiln.conformance.differential;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** What a server made of a plan, in a form that can be compared. */
sealed interface Result {

    /**
     * @param schema names, types and nullability
     * @param rows the rows as text, sorted, because few plans fix an order
     */
    record Rows(String schema, List<String> rows) implements Result {}

    /** @param condition the error condition, or the class of the exception if it has none */
    record Failure(String condition) implements Result {
        boolean refuses() {
            return condition.startsWith("UNSUPPORTED");
        }
    }

    static Result of(Plan plan, SparkSession session) {
        try {
            Dataset<Row> frame = plan.build().apply(session);
            StructType schema = frame.schema();
            List<String> rows =
                    frame.collectAsList().stream().map(Result::text).sorted().toList();
            return new Rows(describe(schema), rows);
        } catch (Exception e) {
            return new Failure(condition(e));
        }
    }

    private static String describe(StructType schema) {
        return Arrays.stream(schema.fields())
                .map(field -> field.name() + ": " + field.dataType().json() + (field.nullable() ? "" : " not null"))
                .collect(Collectors.joining("\n"));
    }

    private static String condition(Throwable error) {
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable known && known.getCondition() != null) {
                return known.getCondition();
            }
        }
        return error.getClass().getName() + ": " + error.getMessage();
    }

    private static String text(@Nullable Object value) {
        if (value instanceof Double number) {
            return rounded(number);
        }
        if (value instanceof Float number) {
            return "f" + number;
        }
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        if (value instanceof Row row) {
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < row.length(); i++) {
                fields.add(text(row.get(i)));
            }
            return "(" + String.join(" | ", fields) + ")";
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            return CollectionConverters.asJava(map).entrySet().stream()
                    .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof scala.collection.Seq<?> elements) {
            return CollectionConverters.asJava(elements).stream()
                    .map(Result::text)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return String.valueOf(value);
    }

    /** The sum of floating-point numbers depends on their order in the last digits, which no engine fixes. */
    private static String rounded(double number) {
        return Double.isFinite(number) && number != 0
                ? new BigDecimal(number)
                        .round(new MathContext(10))
                        .stripTrailingZeros()
                        .toString()
                : Double.toString(number);
    }
}
