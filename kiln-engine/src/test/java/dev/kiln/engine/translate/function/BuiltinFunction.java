package dev.kiln.engine.translate.function;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistryBase;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A function of Spark's registries.
 *
 * @param name as it is registered
 * @param expression the simple name of the class that it becomes
 * @param group Spark's own, such as {@code math_funcs}
 * @param examples the queries that Spark's documentation of the function shows
 */
public record BuiltinFunction(String name, String expression, String group, List<String> examples) {
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^\\s*> (.*?);\\s*?$");

    /** Functions that convert have no examples. */
    private static final Map<String, String> CONVERTED =
            Map.of("date", "2024-02-29", "timestamp", "2024-02-29 12:00:00", "time", "12:00:00");

    /** The examples that are queries, or else a query of ours. */
    public List<String> queries() {
        List<String> queries =
                examples.stream().filter(example -> !example.startsWith("SET ")).toList();
        return examples.isEmpty()
                ? List.of("SELECT " + name + "('" + CONVERTED.getOrDefault(name, "1") + "')")
                : queries;
    }

    /** All of them, by group and name. */
    public static List<BuiltinFunction> all() {
        return Stream.concat(
                        of(FunctionRegistry.builtin(), "misc_funcs"),
                        of(TableFunctionRegistry.builtin(), "table_funcs"))
                .sorted(Comparator.comparing(BuiltinFunction::group).thenComparing(BuiltinFunction::name))
                .toList();
    }

    private static Stream<BuiltinFunction> of(FunctionRegistryBase<?> registry, String groupOfOthers) {
        return CollectionConverters.asJava(registry.listFunction()).stream()
                .map(id -> of(id, registry.lookupFunction(id).get(), groupOfOthers));
    }

    private static BuiltinFunction of(FunctionIdentifier id, ExpressionInfo info, String groupOfOthers) {
        String type = info.getClassName();
        List<String> examples = new ArrayList<>();
        Matcher matcher = EXAMPLE.matcher(info.getExamples());
        while (matcher.find()) {
            examples.add(matcher.group(1).strip());
        }
        return new BuiltinFunction(
                id.funcName(),
                type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1),
                info.getGroup().isEmpty() ? groupOfOthers : info.getGroup(),
                List.copyOf(examples));
    }
}
