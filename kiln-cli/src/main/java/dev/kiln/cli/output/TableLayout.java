package dev.kiln.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** How wide the columns of a table are. Immutable. */
final class TableLayout {
    enum Alignment {
        LEFT,
        RIGHT
    }

    /** A column's name and where its values go. */
    record Heading(String name, Alignment alignment) {}

    private static final String GAP = " | ";
    /** Columns are not cut below this: then every row becomes a block of lines instead. */
    private static final int NARROWEST = 8;

    private final List<Heading> headings;
    private final int lineWidth;
    private final int[] natural;
    private final int[] widths;

    private TableLayout(List<Heading> headings, int lineWidth, int[] natural) {
        this.headings = headings;
        this.lineWidth = lineWidth;
        this.natural = natural;
        this.widths = cut(natural, lineWidth);
    }

    /** A layout for the headings alone. */
    static TableLayout of(List<Heading> headings, int lineWidth) {
        int[] natural =
                headings.stream().mapToInt(heading -> columns(heading.name())).toArray();
        return new TableLayout(List.copyOf(headings), lineWidth, natural);
    }

    /** This layout, widened for further rows. */
    TableLayout fitting(List<String[]> rows) {
        int[] wider = natural.clone();
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                wider[i] = Math.max(wider[i], columns(row[i]));
            }
        }
        return new TableLayout(headings, lineWidth, wider);
    }

    boolean hasColumns() {
        return !headings.isEmpty();
    }

    boolean isTooWide() {
        return lineWidth > 0 && total(widths) > lineWidth;
    }

    String header() {
        return line(headings.stream().map(Heading::name).toArray(String[]::new));
    }

    String separator() {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : "-+-").append("-".repeat(widths[i]));
        }
        return line.toString();
    }

    String line(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = shortened(cells[i], widths[i]);
            String padding = " ".repeat(widths[i] - columns(cell));
            line.append(i == 0 ? "" : GAP);
            line.append(headings.get(i).alignment() == Alignment.RIGHT ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    /** One row as a block of lines, one column each. */
    List<String> record(long number, String[] cells) {
        int nameWidth = headings.stream()
                .mapToInt(heading -> columns(heading.name()))
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add("-- row " + number + " " + "-".repeat(Math.max(0, nameWidth - 4)));
        for (int i = 0; i < cells.length; i++) {
            String name = headings.get(i).name();
            lines.add(name + " ".repeat(nameWidth - columns(name)) + GAP + cells[i]);
        }
        return lines;
    }

    /** Takes from the widest columns until everything fits. */
    private static int[] cut(int[] natural, int lineWidth) {
        int[] widths = natural.clone();
        while (lineWidth > 0 && total(widths) > lineWidth) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return widths;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static int total(int[] widths) {
        int total = Math.max(0, widths.length - 1) * GAP.length();
        for (int width : widths) {
            total += width;
        }
        return total;
    }

    private static String shortened(String text, int width) {
        if (columns(text) <= width) {
            return text;
        }
        return new AttributedString(text).columnSubSequence(0, width - 1).toString() + "…";
    }

    /** How many terminal columns the text takes: some characters take two, some none. */
    private static int columns(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7e) {
                return new AttributedString(text).columnLength();
            }
        }
        return text.length();
    }
}
