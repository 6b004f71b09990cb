package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.process.ProcessEnd;
import dev.kiln.spark.process.ProcessIdentity;
import dev.kiln.spark.standalone.RestGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a Kiln that was killed has left behind: engines, which mostly end by themselves, and their directories. */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int KEPT_LOGS = 10;

    private Leftovers() {}

    /**
     * Ends every engine that a record tells of, and keeps no more than the last few logs. The home must be this process's
     * own.
     *
     * @param directory of all engines; may not exist
     */
    static void end(Path directory) {
        List<EngineDirectory> ended = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> engines = Files.newDirectoryStream(directory)) {
                for (Path engine : engines) {
                    EngineDirectory found = new EngineDirectory(engine);
                    end(found);
                    found.clear();
                    ended.add(found);
                }
            } catch (IOException e) {
                LOG.warn("cannot look for engines in {}: {}", directory, e.toString());
            }
        }
        // Names begin with the time.
        ended.sort(Comparator.comparing(EngineDirectory::path).reversed());
        ended.stream().skip(KEPT_LOGS).forEach(EngineDirectory::delete);
    }

    private static void end(EngineDirectory engine) {
        if (Files.notExists(engine.record())) {
            return;
        }
        try {
            EngineRecord record = EngineRecord.read(engine.record());
            if (record instanceof EngineRecord.OwnProcess process) {
                end(engine, process.identity());
            } else if (record instanceof EngineRecord.Submission submission) {
                if (new RestGateway(submission.gateway()).kill(submission.submission())) {
                    LOG.warn("ended the driver {}, which was left behind", submission.submission());
                }
            } else if (record instanceof EngineRecord.Submitted submitted) {
                LOG.warn("ending what may have been left behind: {}", submitted);
                submitted.kill();
            }
        } catch (IOException | IllegalArgumentException | DateTimeParseException | SparkSetupException e) {
            LOG.warn("cannot tell whether the engine of {} still runs: {}", engine.path(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(EngineDirectory engine, ProcessIdentity identity) throws InterruptedException {
        Optional<ProcessHandle> process = identity.find()
                .filter(found -> mentions(found, engine.path().getFileName().toString()));
        if (process.isPresent()) {
            LOG.warn("ending the driver {}, which was left behind", identity.pid());
            List<ProcessHandle> children = process.get().descendants().toList();
            ProcessEnd.of(identity, PATIENCE);
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Whether a process has the engine's id on its command line; numbers of processes come again. */
    private static boolean mentions(ProcessHandle process, String engine) {
        Path whole = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            // What Java itself tells of a command line is cut after some thousand characters.
            if (Files.isReadable(whole)) {
                return Files.readString(whole, StandardCharsets.ISO_8859_1).contains(engine);
            }
        } catch (IOException e) {
            // It has just ended.
            return false;
        }
        return process.info().commandLine().map(line -> line.contains(engine)).orElse(true);
    }
}
