package dev.kiln.conformance.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the columns of a result by which its statement sorts. Rows that agree in all of them may come in any order, and in
 * two correct results the values in these columns are the same from top to bottom.
 */
final class SortColumns {
    private static final Pattern ORDER_BY = Pattern.compile("(?i)\\border\\s+by\\b");
    private static final Pattern AFTER_KEYS = Pattern.compile("(?i)\\b(limit|offset|window)\\b|\\|>");
    private static final Pattern DIRECTION = Pattern.compile("(?i)(\\s+(asc|desc))?(\\s+nulls\\s+(first|last))?\\s*$");
    private static final Pattern PIPE = Pattern.compile("\\|>");
    private static final Pattern NAME = Pattern.compile("(\\w+|`[^`]+`)(\\s*\\.\\s*(\\w+|`[^`]+`))*");

    private SortColumns() {}

    /** Whether the text has an ORDER BY that is not inside parentheses. */
    static boolean fixesOrder(String sql) {
        return ORDER_BY.matcher(outsideParentheses(sql)).find();
    }

    /**
     * The positions of the sort keys among the columns.
     *
     * @param columns the names of the columns
     * @return empty unless every key is plainly one of the columns
     */
    static Optional<List<Integer>> find(String sql, List<String> columns) {
        String outside = outsideParentheses(sql);
        Matcher order = ORDER_BY.matcher(outside);
        if (!order.find() || PIPE.matcher(outside).find()) {
            return Optional.empty();
        }
        int start = order.end();
        if (order.find()) {
            return Optional.empty();
        }
        Matcher after = AFTER_KEYS.matcher(outside).region(start, outside.length());
        int end = after.find() ? after.start() : outside.length();
        List<Integer> positions = new ArrayList<>();
        int from = start;
        for (int i = start; i <= end; i++) {
            if (i == end || outside.charAt(i) == ',') {
                int position = position(sql.substring(from, i), columns);
                if (position < 0) {
                    return Optional.empty();
                }
                positions.add(position);
                from = i + 1;
            }
        }
        return Optional.of(positions);
    }

    /** The column that a key names by its place, its name or its expression; -1 unless there is exactly one. */
    private static int position(String text, List<String> columns) {
        String key = DIRECTION.matcher(text).replaceFirst("").strip();
        if (key.matches("\\d{1,4}")) {
            int place = Integer.parseInt(key);
            return place <= columns.size() ? place - 1 : -1;
        }
        String name = NAME.matcher(key).matches() ? key.replaceFirst(".*\\.\\s*", "") : key;
        int found = -1;
        for (int i = 0; i < columns.size(); i++) {
            if (plain(columns.get(i)).equals(plain(name))) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    private static String plain(String name) {
        return name.replaceAll("[`\\s]", "").toLowerCase(Locale.ROOT);
    }

    /** The text with blanks for everything inside parentheses and quotes, so that places stay the same. */
    private static String outsideParentheses(String sql) {
        StringBuilder outside = new StringBuilder();
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            boolean hidden = depth > 0 || quote != 0;
            if (quote != 0) {
                if (c == '\\' && i + 1 < sql.length()) {
                    outside.append(' ');
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
                hidden = true;
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            outside.append(hidden || c == '(' ? ' ' : c);
        }
        return outside.toString();
    }
}
