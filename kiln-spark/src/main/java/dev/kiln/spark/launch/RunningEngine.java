package dev.kiln.spark.launch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An engine whose Connect server listens. Thread-safe. */
public final class RunningEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningEngine.class);

    private final EngineReport report;
    private final EngineProfile profile;
    private final String token;
    private final LaunchedDriver driver;
    private final DriverLink link;
    private final Consumer<RunningEngine> release;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final List<CompletableFuture<Void>> watches = new CopyOnWriteArrayList<>();

    /** @param release gives back what the engine had, once it has ended */
    RunningEngine(
            EngineReport report,
            EngineProfile profile,
            String token,
            LaunchedDriver driver,
            DriverLink link,
            Consumer<RunningEngine> release) {
        this.report = report;
        this.profile = profile;
        this.token = token;
        this.driver = driver;
        this.link = link;
        this.release = release;
    }

    /** Looks out for the end of the driver from now on. */
    void watch() {
        watches.add(driver.ended().thenAccept(this::lost));
        watches.add(link.lost().thenAccept(this::lost));
    }

    public String id() {
        return report.engine();
    }

    public EngineProfile profile() {
        return profile;
    }

    /** Where its Connect server listens and what it is. */
    public EngineReport report() {
        return report;
    }

    /** What every call must carry as its bearer token. */
    public String token() {
        return token;
    }

    /** Completes with the reason when the engine has ended or is given up, however that came. */
    public CompletableFuture<String> ended() {
        return ended.copy();
    }

    public boolean isRunning() {
        return !ended.isDone();
    }

    /** Whether Spark runs something, as it said a few seconds ago. */
    public boolean isBusy() {
        return link.isBusy();
    }

    private void lost(String reason) {
        if (ended.complete(reason)) {
            LOG.warn("engine {} has ended: {}", id(), reason);
            driver.close();
            release.accept(this);
        }
    }

    /** Ends the engine, within a bounded time. Idempotent. */
    @Override
    public void close() {
        end("Kiln ended it");
    }

    /** Ends the engine for a reason that its sessions are told. See {@link #close}. */
    public void end(String reason) {
        if (ended.complete(reason)) {
            LOG.info("ending engine {}: {}", id(), reason);
            link.close();
            driver.close();
            release.accept(this);
        }
    }

    @Override
    public String toString() {
        return id() + " (" + profile.master().url() + ", " + report.application() + ", Spark " + report.sparkVersion()
                + ")";
    }
}
