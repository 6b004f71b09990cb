package dev.kiln.conformance.differential;

import java.util.List;
import java.util.stream.Stream;

/** Expressions of each class over each kind of operand, put together from lists. */
final class ExpressionPlans {
    private static final List<String> MEASURES = List.of("b", "s", "i", "l", "f", "d", "m");

    private ExpressionPlans() {}

    static Stream<Selection> all() {
        return Stream.of(
                        over("functions of numbers", "numbers", each(ScalarExpressions.NUMERIC, EdgeTables.NUMBERS)),
                        over("functions of integers", "numbers", each(ScalarExpressions.INTEGRAL, EdgeTables.INTEGERS)),
                        over("pairs of numbers", "numbers", pairs(EdgeTables.NUMBERS)),
                        over("casts of numbers", "numbers", casts(EdgeTables.NUMBERS)),
                        over("casts of each type", "wide", casts(EdgeTables.OF_EACH_TYPE)),
                        over("casts of strings", "strings", casts(List.of("t"))),
                        over("conditions", "wide", ScalarExpressions.CONDITIONS),
                        over("functions of times", "times", each(ScalarExpressions.TIME, List.of("d", "ts", "n"))),
                        over("makers of times", "times", ScalarExpressions.MAKERS),
                        over("functions of intervals", "spans", each(ScalarExpressions.SPANS, List.of("e", "y"))),
                        over("functions of strings", "strings", TextExpressions.TEXT),
                        over("functions of collections", "nested", CollectionExpressions.NESTED),
                        over("windows", "tame", GroupExpressions.WINDOWS),
                        aggregates())
                .flatMap(selections -> selections);
    }

    private static Stream<Selection> over(String name, String table, List<String> expressions) {
        return Selection.over(name, "SELECT k, ", expressions, " FROM " + table, false).stream();
    }

    private static List<String> each(List<String> expressions, List<String> columns) {
        return columns.stream()
                .flatMap(column -> expressions.stream().map(expression -> fill(expression, column)))
                .toList();
    }

    private static List<String> casts(List<String> columns) {
        return ScalarExpressions.TYPES.stream()
                .flatMap(type -> columns.stream().flatMap(column -> Stream.of("CAST", "TRY_CAST")
                        .map(cast -> cast + "(" + column + " AS " + type + ")")))
                .toList();
    }

    private static List<String> pairs(List<String> columns) {
        return ScalarExpressions.BINARY.stream()
                .flatMap(expression ->
                        columns.stream().flatMap(left -> columns.stream().map(right -> fill(expression, left, right))))
                .toList();
    }

    private static Stream<Selection> aggregates() {
        return Stream.of(
                        aggregates("aggregates", GroupExpressions.AGGREGATES),
                        aggregates("distinct aggregates", GroupExpressions.DISTINCT_AGGREGATES))
                .flatMap(selections -> selections);
    }

    private static Stream<Selection> aggregates(String name, List<String> functions) {
        List<String> expressions = each(functions, MEASURES);
        return Stream.of(
                        Selection.over(name, "SELECT ", expressions, " FROM tame", true),
                        Selection.over(name + " by group", "SELECT g, ", expressions, " FROM numbers GROUP BY g", true),
                        Selection.over(name + " of nothing", "SELECT ", expressions, " FROM tame WHERE k < 0", true))
                .flatMap(List::stream);
    }

    /** Puts columns in the places of an expression, the last one in all places that remain. */
    private static String fill(String expression, String... columns) {
        String filled = expression;
        for (int i = 0; filled.contains("%s"); i++) {
            filled = filled.replaceFirst("%s", columns[Math.min(i, columns.length - 1)]);
        }
        return filled;
    }
}
