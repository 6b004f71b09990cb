package dev.kiln.cli.shell;

import dev.kiln.cli.client.Column;
import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.ResultListener;
import dev.kiln.cli.output.ResultPrinter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs one statement and prints its answer. */
final class StatementRunner {
    /** What an operation says that the embedded engine has answered. */
    private static final String USUAL_ROUTE = "route: embedded";

    private final ConnectClient client;

    StatementRunner(ConnectClient client) {
        this.client = client;
    }

    /**
     * What came of a statement.
     *
     * @param columns how many columns the answer has; 0 for a statement that answers nothing
     * @param rows how many rows were printed
     * @param more whether there were more rows than were to be printed
     * @param route which engine has answered and why; empty if that goes without saying
     */
    record Outcome(int columns, long rows, boolean more, double seconds, Optional<String> route) {
        /** A line that sums it up for people. */
        String summary() {
            String time = String.format(Locale.ROOT, "%.3f s", seconds)
                    + route.map(text -> ", " + text).orElse("");
            if (columns == 0) {
                return "OK in " + time;
            }
            String counted = String.format(Locale.ROOT, "%,d row%s", rows, rows == 1 ? "" : "s");
            return (more ? "first " : "") + counted + " in " + time;
        }
    }

    /**
     * @param limit how many rows to print at most
     * @param progress told how far the statement is; closed before rows are printed
     * @throws dev.kiln.cli.client.StatementException if the statement fails
     */
    Outcome run(String statement, ResultPrinter printer, long limit, StatementProgress progress) {
        long start = System.nanoTime();
        Printing printing = new Printing(printer, limit, progress);
        try {
            client.run(statement, printing);
        } catch (EnoughRows e) {
            client.interrupt();
        }
        progress.close();
        printer.end();
        return new Outcome(
                printing.columns, printing.printed, printing.more, (System.nanoTime() - start) / 1e9, printing.route);
    }

    private static final class Printing implements ResultListener {
        private final ResultPrinter printer;
        private final long limit;
        private final StatementProgress progress;
        private int columns;
        private long printed;
        private boolean more;
        private Optional<String> route = Optional.empty();

        Printing(ResultPrinter printer, long limit, StatementProgress progress) {
            this.printer = printer;
            this.limit = limit;
            this.progress = progress;
        }

        @Override
        public void columns(List<Column> resultColumns) {
            columns = resultColumns.size();
            progress.erase();
            printer.columns(resultColumns);
        }

        @Override
        public void rows(List<Object[]> rows) {
            long room = limit - printed;
            List<Object[]> shown = rows.size() > room ? rows.subList(0, (int) room) : rows;
            progress.close();
            printer.rows(shown);
            printed += shown.size();
            if (shown.size() < rows.size()) {
                more = true;
                throw new EnoughRows();
            }
        }

        @Override
        public void progress(double fraction) {
            progress.advance(fraction);
        }

        @Override
        public void activity(String what) {
            progress.say(what);
        }

        /** A command and the query for its rows are two parts; what the second says matters only if the first did not. */
        @Override
        public void route(String taken) {
            if (!taken.equals(USUAL_ROUTE) && route.isEmpty()) {
                route = Optional.of(taken);
            }
        }
    }

    /** Ends the reading of a result of which enough has been printed. */
    private static final class EnoughRows extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EnoughRows() {
            super("enough rows", null, false, false);
        }
    }
}
