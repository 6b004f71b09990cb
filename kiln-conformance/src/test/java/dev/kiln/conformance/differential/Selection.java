package dev.kiln.conformance.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Expressions over a table, which are asked for in one statement as long as Spark answers it.
 *
 * @param name what the test is called
 * @param select what stands before the expressions
 * @param expressions the columns, at least one
 * @param from what stands behind the expressions
 * @param rounded see {@link Plan#rounded()}
 */
record Selection(String name, String select, List<String> expressions, String from, boolean rounded) {
    /** How many expressions stand in one statement at most. */
    private static final int WIDTH = 24;

    Selection {
        expressions = List.copyOf(expressions);
    }

    /** Selections of a few expressions each. */
    static List<Selection> over(String name, String select, List<String> expressions, String from, boolean rounded) {
        List<Selection> selections = new ArrayList<>();
        for (int start = 0; start < expressions.size(); start += WIDTH) {
            List<String> some = expressions.subList(start, Math.min(start + WIDTH, expressions.size()));
            selections.add(new Selection(name + ", part " + (selections.size() + 1), select, some, from, rounded));
        }
        return selections;
    }

    Plan plan() {
        Plan plan = Plan.sql(name, text(String.join(", ", expressions)));
        return rounded ? plan.inTenDigits() : plan;
    }

    private String text(String columns) {
        return select + columns + from;
    }

    boolean isSingle() {
        return expressions.size() == 1;
    }

    /** The expressions one by one, each under the name of its statement. */
    List<Selection> singles() {
        return expressions.stream()
                .map(expression -> new Selection(text(expression), select, List.of(expression), from, rounded))
                .toList();
    }

    /** The first and the second half of the expressions. */
    List<Selection> halves() {
        int middle = expressions.size() / 2;
        return List.of(with(expressions.subList(0, middle)), with(expressions.subList(middle, expressions.size())));
    }

    /** The expressions whose names as single ones do not meet a condition. */
    List<String> without(Predicate<String> condition) {
        return expressions.stream()
                .filter(expression -> !condition.test(text(expression)))
                .toList();
    }

    Selection with(List<String> some) {
        return new Selection(name, select, some, from, rounded);
    }
}
