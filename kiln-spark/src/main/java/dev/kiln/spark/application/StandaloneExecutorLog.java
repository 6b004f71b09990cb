package dev.kiln.spark.application;

import dev.kiln.spark.standalone.MasterState;
import dev.kiln.spark.standalone.WorkerPage;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log of an executor of a standalone cluster, which the worker has that runs it. The application's id in the cluster,
 * which nothing else tells, stands in the driver's log.
 *
 * @param master the master's web page
 */
record StandaloneExecutorLog(URI master, LogReader driverErrors, int executor, LogStream stream) implements LogReader {
    private static final Pattern ID = Pattern.compile("app ID (app-\\d{14}-\\d{4,})");
    private static final long SEARCHED = 1 << 20;

    @Override
    public Piece read(long offset) throws IOException {
        String application = application()
                .orElseThrow(() -> new IOException("the driver has not registered an application with the master yet"));
        for (MasterState.Worker worker : MasterState.ask(master).aliveWorkers()) {
            WorkerPage page = new WorkerPage(worker.page());
            if (page.executors(application).contains(executor)) {
                WorkerPage.LogPiece piece = page.executorLog(application, executor, stream.word(), offset);
                return new Piece(piece.text(), piece.end(), piece.more());
            }
        }
        throw new IOException("no worker knows executor " + executor + " of " + application);
    }

    private Optional<String> application() throws IOException {
        StringBuilder text = new StringBuilder();
        long offset = 0;
        Piece piece;
        do {
            piece = driverErrors.read(offset);
            offset = piece.end();
            text.append(piece.text());
            Matcher matcher = ID.matcher(text);
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        } while (piece.more() && offset < SEARCHED);
        return Optional.empty();
    }
}
