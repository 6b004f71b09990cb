package dev.kiln.spark.process;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that is waited for, but not for ever.
 *
 * @param line the program first
 * @param environment variables beside those of this process
 */
public record BoundedCommand(List<String> line, Map<String, String> environment, Duration longest) {
    /** What a command came to. */
    public record Result(int status, String out, String err) {}

    public BoundedCommand {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }

    /**
     * Runs it to its end.
     *
     * @throws CommandTimeoutException if it takes too long; nothing is left of it
     * @throws InterruptedIOException if the thread is interrupted, which it stays; nothing is left of it
     * @throws IOException if it cannot be started
     */
    public Result run() throws IOException {
        Path out = Files.createTempFile("kiln-command", ".out");
        Path err = Files.createTempFile("kiln-command", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new CommandTimeoutException("no answer within " + longest.toSeconds() + " s");
                }
            } finally {
                process.destroyForcibly();
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }
}
