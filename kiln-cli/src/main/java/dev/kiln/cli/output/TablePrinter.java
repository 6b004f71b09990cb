package dev.kiln.cli.output;

import dev.kiln.cli.client.Column;
import dev.kiln.protocol.DataType;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Aligned columns, numbers to the right. Holds a page of rows at most, so that a result of any length can be printed;
 * each page is as wide as the widest row so far.
 */
final class TablePrinter implements ResultPrinter {
    private static final int PAGE_ROWS = 1000;
    private static final Set<DataType.KindCase> NUMBERS = Set.of(
            DataType.KindCase.BYTE,
            DataType.KindCase.SHORT,
            DataType.KindCase.INTEGER,
            DataType.KindCase.LONG,
            DataType.KindCase.FLOAT,
            DataType.KindCase.DOUBLE,
            DataType.KindCase.DECIMAL);

    private final PrintWriter out;
    private final int width;
    private final List<String[]> page = new ArrayList<>();
    private TableLayout layout = TableLayout.of(List.of(), 0);
    private boolean headerPrinted;
    private boolean plainText;
    private long recordsPrinted;

    TablePrinter(PrintWriter out, int width) {
        this.out = out;
        this.width = width;
    }

    @Override
    public void columns(List<Column> columns) {
        List<TableLayout.Heading> headings = new ArrayList<>();
        for (Column column : columns) {
            boolean number = NUMBERS.contains(column.type().getKindCase());
            headings.add(new TableLayout.Heading(
                    printable(column.name()), number ? TableLayout.Alignment.RIGHT : TableLayout.Alignment.LEFT));
        }
        layout = TableLayout.of(headings, width);
        plainText = columns.size() == 1 && columns.get(0).type().hasString();
    }

    @Override
    public void rows(List<Object[]> rows) {
        for (Object[] row : rows) {
            String[] cells = new String[row.length];
            for (int i = 0; i < row.length; i++) {
                cells[i] = CellText.of(row[i]);
            }
            page.add(cells);
            if (page.size() == PAGE_ROWS) {
                printPage();
            }
        }
    }

    private void printPage() {
        // A plan or a CREATE TABLE statement is text of several lines rather than a table.
        plainText = plainText && page.stream().anyMatch(cells -> cells[0].contains("\n"));
        if (plainText) {
            page.forEach(cells -> out.println(cells[0].stripTrailing()));
        } else {
            page.forEach(TablePrinter::makePrintable);
            layout = layout.fitting(page);
            printTable();
        }
        page.clear();
    }

    private void printTable() {
        if (layout.isTooWide()) {
            for (String[] cells : page) {
                recordsPrinted++;
                layout.record(recordsPrinted, cells).forEach(out::println);
            }
            return;
        }
        if (!headerPrinted) {
            out.println(layout.header());
            out.println(layout.separator());
            headerPrinted = true;
        }
        page.forEach(cells -> out.println(layout.line(cells)));
    }

    private static void makePrintable(String[] cells) {
        for (int i = 0; i < cells.length; i++) {
            cells[i] = printable(cells[i]);
        }
    }

    /** Control characters would break the table, or reach the terminal as commands. */
    private static String printable(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default ->
                    escaped.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return escaped.toString();
    }

    @Override
    public void end() {
        if (layout.hasColumns() && (!page.isEmpty() || !headerPrinted && recordsPrinted == 0 && !plainText)) {
            printPage();
        }
        out.flush();
    }
}
