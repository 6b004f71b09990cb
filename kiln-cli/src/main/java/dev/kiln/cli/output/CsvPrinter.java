package dev.kiln.cli.output;

import dev.kiln.cli.client.Column;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comma-separated values as RFC 4180 wants them. A NULL is an empty field, an empty string a quoted one. */
final class CsvPrinter implements ResultPrinter {
    private static final String LINE_END = "\r\n";

    private final PrintWriter out;

    CsvPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void columns(List<Column> columns) {
        line(columns.stream().map(Column::name).toArray());
    }

    @Override
    public void rows(List<Object[]> rows) {
        rows.forEach(this::line);
    }

    private void line(@Nullable Object[] values) {
        if (values.length == 0) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.print(',');
            }
            if (values[i] != null) {
                out.print(field(CellText.of(values[i])));
            }
        }
        out.print(LINE_END);
    }

    private static String field(String text) {
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void end() {
        out.flush();
    }
}
