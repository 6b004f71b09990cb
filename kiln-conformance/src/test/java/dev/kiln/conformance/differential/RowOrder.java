package dev.kiln.conformance.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;

/** The columns, by position, whose values a plan puts into an order; rows that are equal in them may change places. */
@FunctionalInterface
interface RowOrder {
    RowOrder ANY = schema -> List.of();
    RowOrder ALL = schema -> IntStream.range(0, schema.length()).boxed().toList();

    List<Integer> columns(StructType schema);

    /**
     * The leading keys of a statement's last ORDER BY that are columns of its result; keys behind one that is not say
     * nothing about the order that a client sees.
     */
    static RowOrder of(String statement) {
        Matcher clause = Pattern.compile("(?is)\\bORDER\\s+BY\\b((?:(?!\\bORDER\\s+BY\\b).)*)$")
                .matcher(statement.replaceAll("--.*", ""));
        if (!clause.find() || !balanced(clause.group(1))) {
            return ANY;
        }
        String keys =
                clause.group(1).replaceAll("(?is)\\b(LIMIT|OFFSET)\\b.*", "").replace(";", "");
        return schema -> leading(keys.split(","), List.of(schema.fieldNames()));
    }

    /** Whether the clause belongs to the outermost query: otherwise a parenthesis is closed in it. */
    private static boolean balanced(String clause) {
        int depth = 0;
        for (int i = 0; i < clause.length() && depth >= 0; i++) {
            char at = clause.charAt(i);
            depth += at == '(' ? 1 : at == ')' ? -1 : 0;
        }
        return depth == 0;
    }

    private static List<Integer> leading(String[] keys, List<String> names) {
        List<String> lower =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        List<Integer> columns = new ArrayList<>();
        for (String key : keys) {
            String name = key.toLowerCase(Locale.ROOT)
                    .replaceAll("\\b(asc|desc|nulls\\s+(first|last))\\b", "")
                    .strip()
                    .replaceFirst("^\\w+\\.", "");
            int column = name.matches("\\d+") ? Integer.parseInt(name) - 1 : lower.indexOf(name);
            if (column < 0) {
                return columns;
            }
            columns.add(column);
        }
        return columns;
    }
}
