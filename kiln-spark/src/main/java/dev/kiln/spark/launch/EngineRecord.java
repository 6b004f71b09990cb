package dev.kiln.spark.launch;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.process.ProcessIdentity;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Properties;

/** How an engine is found again by a Kiln that did not start it: what is kept on disk as long as the engine runs. */
sealed interface EngineRecord {
    /** A driver that is a process of this machine. */
    record OwnProcess(ProcessIdentity identity) implements EngineRecord {}

    /**
     * A driver that a standalone master runs somewhere.
     *
     * @param gateway the master's REST server
     * @param submission the id that it gave
     */
    record Submission(HostPort gateway, String submission) implements EngineRecord {}

    /** @throws SparkSetupException if it cannot be written */
    default void write(Path file) {
        Properties properties = new Properties();
        if (this instanceof OwnProcess process) {
            properties.setProperty("pid", Long.toString(process.identity().pid()));
            properties.setProperty("started", process.identity().started().toString());
        } else if (this instanceof Submission submission) {
            properties.setProperty("gateway", submission.gateway().toString());
            properties.setProperty("submission", submission.submission());
        }
        try {
            Path written = Files.createTempFile(file.getParent(), "engine", ".new");
            try (Writer out = Files.newBufferedWriter(written)) {
                properties.store(out, null);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if it is none */
    static EngineRecord read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        if (properties.containsKey("submission")) {
            return new Submission(
                    HostPort.parse(properties.getProperty("gateway", "")), properties.getProperty("submission"));
        }
        return new OwnProcess(new ProcessIdentity(
                Long.parseLong(properties.getProperty("pid", "")),
                Instant.parse(properties.getProperty("started", ""))));
    }
}
