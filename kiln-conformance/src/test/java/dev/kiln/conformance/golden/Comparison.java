package dev.kiln.conformance.golden;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares a server's answer with the result on record.
 *
 * <p>Records keep the rows of a query that fixes no order sorted as text. Whether a query fixes one is not visible from
 * outside, so rows agree when they are equal in their own order, and also when they are equal once sorted unless the
 * statement has an ORDER BY outside of parentheses. Then the order of rows that the sort keys do not tell apart is still
 * left open: the keys have to be the same from top to bottom, and where they are not to be seen, the rows.
 */
final class Comparison {
    private static final Pattern FRACTION = Pattern.compile("\\d+\\.\\d{6,}(E-?\\d+)?");
    private static final Pattern UNSUPPORTED = Pattern.compile("(\\[\\w+\\] )?(Not supported here:|\\[UNSUPPORTED)");
    private static final Pattern CONDITION_PREFIX = Pattern.compile("^\\[([A-Z0-9_.]+)\\]");

    private Comparison() {}

    static Outcome judge(GoldenStatement statement, Answer answer) {
        if (answer instanceof Answer.Silence) {
            return failed(statement, Verdict.TIMEOUT, "no answer in time", "");
        }
        if (statement.expected() instanceof Expected.Rows rows) {
            return answer instanceof Answer.Rows actual
                    ? judgeRows(statement, rows, actual)
                    : judgeUnexpected(statement, (Answer.Failure) answer);
        }
        Expected.Failure failure = (Expected.Failure) statement.expected();
        if (answer instanceof Answer.Failure actual) {
            return judgeErrors(statement, failure, actual);
        }
        return failed(
                statement,
                Verdict.MISSING_ERROR,
                "expected " + failure.condition().orElse(failure.className()),
                "expected\n" + failure.message() + "\nbut rows came\n" + join(((Answer.Rows) answer).rows()));
    }

    private static Outcome judgeRows(GoldenStatement statement, Expected.Rows expected, Answer.Rows actual) {
        if (!expected.schema().equals(actual.schema())) {
            String detail = "expected " + expected.schema() + "\n  actual " + actual.schema();
            return failed(statement, Verdict.WRONG_SCHEMA, "schema", detail);
        }
        if (expected.output().equals(join(actual.rows()))) {
            return Outcome.pass(statement);
        }
        String detail = "expected\n" + expected.output() + "\nactual\n" + join(actual.rows());
        boolean sameRows =
                expected.output().equals(join(actual.rows().stream().sorted().toList()))
                        || sorted(expected.output()).equals(sorted(join(actual.rows())));
        if (!sameRows) {
            return failed(statement, Verdict.WRONG_ROWS, difference(expected, actual), detail);
        }
        return sameOrder(statement.sql(), expected, actual)
                ? Outcome.pass(statement)
                : failed(statement, Verdict.WRONG_ORDER, "order", detail);
    }

    private static List<String> sorted(String lines) {
        return lines.lines().sorted().toList();
    }

    /** Whether equal rows are also in an order that the statement allows. */
    private static boolean sameOrder(String sql, Expected.Rows expected, Answer.Rows actual) {
        if (!SortColumns.fixesOrder(sql)) {
            return true;
        }
        List<String> rows = expected.output().lines().toList();
        return rows.size() == actual.rows().size()
                && SortColumns.find(sql, actual.columns())
                        .filter(keys -> keys(rows, keys, actual.columns().size())
                                .equals(keys(
                                        actual.rows(), keys, actual.columns().size())))
                        .isPresent();
    }

    /** The sort keys of rows, or the rows themselves if they do not fall apart into columns. */
    private static List<List<String>> keys(List<String> rows, List<Integer> positions, int width) {
        List<List<String>> cells =
                rows.stream().map(row -> List.of(row.split("\t", -1))).toList();
        return cells.stream().allMatch(row -> row.size() == width)
                ? cells.stream()
                        .map(row -> positions.stream().map(row::get).toList())
                        .toList()
                : cells;
    }

    /** Tells what an engine can hardly help, the last digits of sums of fractions, from what is plainly wrong. */
    private static String difference(Expected.Rows expected, Answer.Rows actual) {
        boolean close = sorted(rounded(expected.output())).equals(sorted(rounded(join(actual.rows()))));
        return close ? "last digits of fractions" : "rows";
    }

    private static String rounded(String rows) {
        return FRACTION.matcher(rows).replaceAll(number -> new BigDecimal(number.group())
                .round(new MathContext(10))
                .stripTrailingZeros()
                .toString());
    }

    private static Outcome judgeErrors(GoldenStatement statement, Expected.Failure expected, Answer.Failure actual) {
        boolean same = expected.condition().isPresent()
                ? expected.condition().equals(condition(actual))
                : actual.message().contains(expected.message());
        if (same) {
            return Outcome.pass(statement);
        }
        Verdict verdict = unsupported(actual) ? Verdict.UNSUPPORTED : Verdict.WRONG_ERROR;
        String wanted = "expected " + expected.condition().orElse(expected.className());
        String cause = verdict == Verdict.UNSUPPORTED ? cause(actual) : wanted + " got " + cause(actual);
        return failed(statement, verdict, cause, "expected\n" + expected.message() + "\nactual\n" + actual.message());
    }

    private static Outcome judgeUnexpected(GoldenStatement statement, Answer.Failure actual) {
        Verdict verdict = unsupported(actual) ? Verdict.UNSUPPORTED : Verdict.UNEXPECTED_ERROR;
        return failed(statement, verdict, cause(actual), actual.className() + ": " + actual.message());
    }

    private static boolean unsupported(Answer.Failure failure) {
        return UNSUPPORTED.matcher(failure.message()).lookingAt()
                || condition(failure)
                        .filter(name -> name.startsWith("UNSUPPORTED"))
                        .isPresent();
    }

    private static Optional<String> condition(Answer.Failure failure) {
        return failure.condition().or(() -> {
            Matcher prefix = CONDITION_PREFIX.matcher(failure.message());
            return prefix.find() ? Optional.of(prefix.group(1)) : Optional.empty();
        });
    }

    /** The message's beginning without what names a single statement: numbers, quoted names, identifiers. */
    private static String cause(Answer.Failure failure) {
        String line = failure.message()
                .lines()
                .filter(text -> !text.isBlank())
                .limit(failure.message().startsWith("[INTERNAL_ERROR] \n") ? 3 : 1)
                .collect(Collectors.joining(" "));
        String general =
                line.replaceAll("#\\d+L?", "#x").replaceAll("\\b\\d+\\b", "N").replaceAll("`[^`]*`", "`x`");
        String text = general.length() > 240 ? general.substring(0, 240) + "..." : general;
        return failure.condition().isPresent() && !text.startsWith("[") && !unsupported(failure)
                ? "[" + failure.condition().get() + "] " + text
                : text.isEmpty() ? failure.className() : text;
    }

    private static String join(List<String> rows) {
        return ResultText.withoutTrailingSpace(String.join("\n", rows));
    }

    private static Outcome failed(GoldenStatement statement, Verdict verdict, String cause, String detail) {
        return new Outcome(statement, verdict, cause, detail);
    }
}
