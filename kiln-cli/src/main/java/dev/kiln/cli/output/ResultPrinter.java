package dev.kiln.cli.output;

import dev.kiln.cli.client.Column;
import java.util.List;

/** Prints one result, part by part. */
public interface ResultPrinter {
    /** Called once, first. */
    void columns(List<Column> columns);

    /** Prints further rows, or keeps them until it knows how wide they are. */
    void rows(List<Object[]> rows);

    /** Called once, last: prints what has been kept. */
    void end();
}
