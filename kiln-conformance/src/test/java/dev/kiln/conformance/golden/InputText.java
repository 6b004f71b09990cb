package dev.kiln.conformance.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The text of an input file, split into directives and statements.
 *
 * <p>A line that begins with {@code --} is a comment, and some comments are directives: {@code --SET} gives settings,
 * {@code --IMPORT} puts the statements of another file first. Statements end at a semicolon that no backslash precedes,
 * except between {@code --QUERY-DELIMITER-START} and {@code --QUERY-DELIMITER-END}, which enclose a single statement.
 * Dimensions of configurations ({@code --CONFIG_DIM}) do not change results, so they are left out here, as they are when
 * Spark writes its records.
 */
record InputText(List<String> comments, List<String> code) {
    private static final String DELIMITER = "--QUERY-DELIMITER";

    static InputText of(String text) {
        Map<Boolean, List<String>> parts = Arrays.stream(text.split("\n")).collect(Collectors.partitioningBy(line -> {
            String trimmed = line.trim();
            return trimmed.startsWith("--") && !trimmed.startsWith(DELIMITER);
        }));
        return new InputText(parts.get(true), parts.get(false));
    }

    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String comment : comments) {
            if (comment.startsWith("--SET ")) {
                for (String pair : comment.substring("--SET ".length()).split(",")) {
                    int equals = pair.indexOf('=');
                    settings.put(
                            pair.substring(0, equals).trim(),
                            pair.substring(equals + 1).trim());
                }
            }
        }
        return settings;
    }

    /**
     * The statements in order.
     *
     * @param imports gives the text of an imported file by its name
     */
    List<String> statements(UnaryOperator<String> imports) {
        List<String> all = new ArrayList<>();
        for (String comment : comments) {
            if (comment.startsWith("--IMPORT ")) {
                all.addAll(of(imports.apply(comment.substring("--IMPORT ".length())))
                        .code());
            }
        }
        all.addAll(code);
        return split(all).stream()
                .map(String::trim)
                .map(InputText::withoutTrailingComments)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static List<String> split(List<String> lines) {
        List<String> statements = new ArrayList<>();
        List<String> pending = new ArrayList<>();
        StringBuilder delimited = new StringBuilder();
        boolean inside = false;
        for (String line : lines) {
            String trimmed = line.trim();
            if (trimmed.startsWith(DELIMITER + "-START")) {
                inside = true;
                statements.addAll(splitAtSemicolons(pending));
                pending.clear();
            } else if (trimmed.startsWith(DELIMITER + "-END")) {
                inside = false;
                String statement = delimited.toString();
                statements.add(statement.endsWith(";") ? statement.substring(0, statement.length() - 1) : statement);
                delimited.setLength(0);
            } else if (inside) {
                delimited.append('\n').append(line);
            } else {
                pending.add(line);
            }
        }
        statements.addAll(splitAtSemicolons(pending));
        return statements;
    }

    private static List<String> splitAtSemicolons(List<String> lines) {
        return List.of(String.join("\n", lines).split("(?<=[^\\\\]);"));
    }

    private static String withoutTrailingComments(String statement) {
        return Arrays.stream(statement.split("\n"))
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n"))
                .trim();
    }
}
