package dev.kiln.cli.output;

import java.io.PrintWriter;

/** How a result is printed. */
public enum OutputFormat {
    /** Aligned columns for people. */
    TABLE,
    /** RFC 4180 with a header line. */
    CSV,
    /** One JSON object a line. */
    JSON;

    /**
     * A printer for one result.
     *
     * @param width how many characters fit on a line; 0 if lines may be as long as they like
     */
    public ResultPrinter printer(PrintWriter out, int width) {
        return switch (this) {
            case TABLE -> new TablePrinter(out, width);
            case CSV -> new CsvPrinter(out);
            case JSON -> new JsonPrinter(out);
        };
    }
}
