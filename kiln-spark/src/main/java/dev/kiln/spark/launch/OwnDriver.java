package dev.kiln.spark.launch;

import dev.kiln.spark.process.ProcessEnd;
import dev.kiln.spark.process.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A driver that is a child of this process. It ends when its standard input does. */
final class OwnDriver implements LaunchedDriver {
    private static final Logger LOG = LoggerFactory.getLogger(OwnDriver.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final EngineDirectory directory;
    private final CompletableFuture<String> ended;

    private OwnDriver(Process process, EngineDirectory directory) {
        this.process = process;
        this.directory = directory;
        this.ended = process.onExit().thenApply(OwnDriver::reason);
    }

    /** Takes over a process that has just been started, and keeps a record of it. */
    static OwnDriver of(Process process, EngineDirectory directory) {
        OwnDriver driver = new OwnDriver(process, directory);
        try {
            new EngineRecord.OwnProcess(ProcessIdentity.of(process.toHandle())).write(directory.record());
            return driver;
        } catch (RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    private static String reason(Process process) {
        int status = process.exitValue();
        return status > 128
                ? "its process was ended by signal " + (status - 128)
                : "its process ended with exit code " + status;
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public List<String> lastLines(int most) {
        return directory.lastLines(most);
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("closing the input of driver {}", process.pid(), e);
        }
        try {
            if (!ProcessEnd.awaitEnd(process.toHandle(), PATIENCE)) {
                LOG.warn("driver {} did not end when it was told to and is killed", process.pid());
                process.destroyForcibly();
                ProcessEnd.awaitEnd(process.toHandle(), PATIENCE);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
