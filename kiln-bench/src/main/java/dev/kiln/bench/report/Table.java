package dev.kiln.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of results under named columns. Numbers are kept as numbers and rounded only in the text.
 *
 * @param columns names
 * @param rows values, as many as there are columns in each row
 */
public record Table(List<String> columns, List<List<Object>> rows) {

    public Table(List<String> columns) {
        this(List.copyOf(columns), new ArrayList<>());
    }

    public void add(List<Object> row) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException(row + " does not fit " + columns);
        }
        rows.add(List.copyOf(row));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        line(text, columns);
        rows.forEach(row -> line(text, row.stream().map(Table::cell).toList()));
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            int width = width(column);
            String cell = cells.get(column);
            text.append(column == 0 ? pad(cell, -width) : "  " + pad(cell, width));
        }
        text.append('\n');
    }

    private int width(int column) {
        return Math.max(
                columns.get(column).length(),
                rows.stream()
                        .mapToInt(row -> cell(row.get(column)).length())
                        .max()
                        .orElse(0));
    }

    private static String pad(String text, int width) {
        return String.format("%" + width + "s", text);
    }

    private static String cell(Object value) {
        if (value instanceof Double number) {
            return number.isNaN() ? "-" : String.format(Locale.ROOT, "%.2f", number);
        }
        return value.toString();
    }
}
