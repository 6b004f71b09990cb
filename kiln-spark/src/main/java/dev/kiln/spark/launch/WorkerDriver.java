package dev.kiln.spark.launch;

import dev.kiln.spark.standalone.DriverState;
import dev.kiln.spark.standalone.MasterState;
import dev.kiln.spark.standalone.RestGateway;
import dev.kiln.spark.standalone.WorkerPage;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A driver on a worker of a standalone cluster, of which the master is asked every other moment. */
final class WorkerDriver implements LaunchedDriver {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerDriver.class);
    private static final long ASK_MILLIS = 1_000;
    private static final int ASKS_FOR_END = 10;
    private static final int MOST_LOG_PIECES = 64;

    private final RestGateway gateway;
    private final String submission;
    private final Optional<URI> page;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile DriverState state = DriverState.SUBMITTED;

    private WorkerDriver(RestGateway gateway, String submission, Optional<URI> page) {
        this.gateway = gateway;
        this.submission = submission;
        this.page = page;
    }

    /** Takes over what was submitted, and keeps a record of it. */
    static WorkerDriver of(RestGateway gateway, String submission, Optional<URI> page, EngineDirectory directory) {
        WorkerDriver driver = new WorkerDriver(gateway, submission, page);
        try {
            new EngineRecord.Submission(gateway.address(), submission).write(directory.record());
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        }
        Thread thread = new Thread(driver::watch, "kiln-spark-" + submission);
        thread.setDaemon(true);
        thread.start();
        return driver;
    }

    private void watch() {
        try {
            while (!ended.isDone()) {
                ask();
                TimeUnit.MILLISECONDS.sleep(ASK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        try {
            Optional<RestGateway.Status> status = gateway.status(submission);
            if (status.isEmpty()) {
                ended.complete("the master does not know " + submission + " any more");
            } else {
                state = status.get().state();
                if (state.isFinal()) {
                    ended.complete("the master says that " + submission + " is " + state
                            + status.get()
                                    .message()
                                    .map(message -> ": " + message)
                                    .orElse(""));
                }
            }
        } catch (IOException e) {
            // A master that is away says nothing of the driver, which reports by itself.
            LOG.debug("cannot ask for {}", submission, e);
        }
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public List<String> lastLines(int most) {
        if (state == DriverState.SUBMITTED) {
            return List.of("(the driver waits for a worker with enough free memory and cores)");
        }
        try {
            List<String> lines = EngineDirectory.withoutStackFrames(log());
            return lines.subList(Math.max(0, lines.size() - most), lines.size());
        } catch (IOException e) {
            return List.of("(its log cannot be read: " + e.getMessage() + ")");
        }
    }

    private String log() throws IOException {
        if (page.isEmpty()) {
            throw new IOException("the web page of the master was not found");
        }
        MasterState master = MasterState.ask(page.get());
        Optional<MasterState.Worker> worker =
                master.driver(submission).flatMap(driver -> master.worker(driver.worker()));
        if (worker.isEmpty()) {
            throw new IOException("its worker is gone");
        }
        WorkerPage workerPage = new WorkerPage(worker.get().page());
        WorkerPage.LogPiece piece = workerPage.driverLog(submission, "stderr", 0);
        for (int i = 0; i < MOST_LOG_PIECES && piece.more(); i++) {
            piece = workerPage.driverLog(submission, "stderr", piece.end());
        }
        return piece.text();
    }

    @Override
    public void close() {
        try {
            for (int i = 0; i < ASKS_FOR_END && !ended.isDone(); i++) {
                gateway.kill(submission);
                ask();
                if (!ended.isDone()) {
                    TimeUnit.MILLISECONDS.sleep(ASK_MILLIS);
                }
            }
        } catch (IOException e) {
            LOG.warn("the master cannot be asked to end {}; it ends by itself: {}", submission, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.complete("Kiln has given it up");
    }
}
