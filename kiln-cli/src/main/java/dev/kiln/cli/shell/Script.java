package dev.kiln.cli.shell;

import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.output.OutputFormat;
import java.io.PrintWriter;

/** Runs statements one after the other and prints their results, without anybody watching. */
public final class Script {
    private final ConnectClient client;
    private final OutputFormat format;
    private final PrintWriter out;
    private final PrintWriter log;

    /**
     * @param out takes the results and nothing else
     * @param log takes the line with count and time that follows a table
     */
    public Script(ConnectClient client, OutputFormat format, PrintWriter out, PrintWriter log) {
        this.client = client;
        this.format = format;
        this.out = out;
        this.log = log;
    }

    /**
     * Runs the statements of a text up to the first that fails.
     *
     * @throws dev.kiln.cli.client.StatementException if one fails
     */
    public void run(String text) {
        StatementRunner runner = new StatementRunner(client);
        for (String statement : StatementSplitter.split(text).all()) {
            StatementRunner.Outcome outcome =
                    runner.run(statement, format.printer(out, 0), Long.MAX_VALUE, StatementProgress.NONE);
            out.flush();
            if (format == OutputFormat.TABLE) {
                log.println(outcome.summary());
                log.flush();
            }
        }
    }
}
