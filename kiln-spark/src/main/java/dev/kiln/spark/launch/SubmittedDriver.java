package dev.kiln.spark.launch;

import dev.kiln.spark.process.LocalNames;
import dev.kiln.spark.process.ProcessEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver that SparkSubmit handed to a cluster manager. SparkSubmit watches it and ends when it does, or when this
 * process does: then the driver misses the one that it belongs to.
 */
final class SubmittedDriver implements LaunchedDriver {
    private static final Logger LOG = LoggerFactory.getLogger(SubmittedDriver.class);
    private static final long LOOK_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Process submitter;
    private final DriverSpec spec;
    private final Function<String, Optional<? extends EngineRecord.Submitted>> finder;
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    private SubmittedDriver(
            Process submitter, DriverSpec spec, Function<String, Optional<? extends EngineRecord.Submitted>> finder) {
        this.submitter = submitter;
        this.spec = spec;
        this.finder = finder;
    }

    /**
     * Takes over a submission that has just been started.
     *
     * @param finder reads off what SparkSubmit says how the driver is known to the cluster manager
     */
    static SubmittedDriver of(
            Process submitter, DriverSpec spec, Function<String, Optional<? extends EngineRecord.Submitted>> finder) {
        SubmittedDriver driver = new SubmittedDriver(submitter, spec, finder);
        Thread thread = new Thread(driver::watch, "kiln-spark-" + spec.engine());
        thread.setDaemon(true);
        thread.start();
        return driver;
    }

    private void watch() {
        try {
            Optional<? extends EngineRecord.Submitted> known = find();
            while (known.isEmpty() && submitter.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                known = find();
            }
            known.ifPresent(record -> record.write(spec.directory().record()));
            int status = submitter.waitFor();
            ended.complete(
                    known.isEmpty()
                            ? "the cluster did not take it"
                            : "the cluster manager says that it has " + (status == 0 ? "ended" : "failed"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("cannot keep track of {}", spec.engine(), e);
            ended.complete("it could not be kept track of: " + e.getMessage());
        }
    }

    private Optional<? extends EngineRecord.Submitted> find() {
        try {
            return finder.apply(Files.readString(spec.directory().output(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public List<String> lastLines(int most) {
        List<String> lines = new ArrayList<>(driverLines(most));
        if (lines.isEmpty()) {
            lines.addAll(spec.directory().lastLines(most));
        }
        String owner = spec.properties().get("spark.kiln.owner");
        if (submitter.isAlive() && LocalNames.isLoopback(owner.substring(0, owner.lastIndexOf(':')))) {
            lines.add("(drivers on other machines cannot reach Kiln at " + owner
                    + "; kiln.spark.ownerHost says at which address they can)");
        }
        return lines;
    }

    private List<String> driverLines(int most) {
        try {
            Optional<? extends EngineRecord.Submitted> known = find();
            List<String> lines = EngineDirectory.withoutStackFrames(
                    known.isEmpty() ? "" : known.get().log());
            return lines.subList(Math.max(0, lines.size() - most), lines.size());
        } catch (IOException e) {
            return List.of("(its log cannot be read: " + e.getMessage() + ")");
        }
    }

    @Override
    public void close() {
        try {
            // It was told to end, if it has ever reported.
            boolean over = ProcessEnd.awaitEnd(submitter.toHandle(), PATIENCE);
            if (!over || find().filter(EngineRecord.Submitted::staysBehind).isPresent()) {
                kill();
                ProcessEnd.awaitEnd(submitter.toHandle(), PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        submitter.destroyForcibly();
        ended.complete("Kiln has given it up");
    }

    private void kill() {
        Optional<? extends EngineRecord.Submitted> known = find();
        if (known.isEmpty()) {
            // Nothing was handed over yet, and nothing will be.
            submitter.destroyForcibly();
            return;
        }
        try {
            known.get().kill();
        } catch (IOException e) {
            LOG.warn("{} cannot be ended and ends by itself: {}", known.get(), e.getMessage());
        }
    }
}
