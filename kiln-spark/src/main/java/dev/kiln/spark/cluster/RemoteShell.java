package dev.kiln.spark.cluster;

import dev.kiln.spark.SparkSetupException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands on other machines over ssh, without ever asking for a password.
 *
 * @param program the ssh client and its options, without host and command
 */
public record RemoteShell(List<String> program) {
    private static final int SSH_ITSELF_FAILED = 255;

    public RemoteShell {
        program = List.copyOf(program);
    }

    /** @param client the name or path of the ssh client */
    public static RemoteShell using(String client) {
        return new RemoteShell(List.of(client, "-o", "BatchMode=yes", "-o", "ConnectTimeout=10"));
    }

    /**
     * Runs a command.
     *
     * @param longest how long it may take
     * @return its standard output
     * @throws SparkSetupException if the machine cannot be reached, or the command fails or takes too long
     */
    public String run(String host, List<String> command, Duration longest) {
        List<String> line = new ArrayList<>(program);
        line.add(host);
        line.add(String.join(" ", command.stream().map(RemoteShell::quote).toList()));
        try {
            Path out = Files.createTempFile("kiln-ssh", ".out");
            Path err = Files.createTempFile("kiln-ssh", ".err");
            try {
                Process process = new ProcessBuilder(line)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                await(process, host, longest);
                if (process.exitValue() != 0) {
                    String said = Files.readString(err).strip();
                    throw new SparkSetupException(
                            process.exitValue() == SSH_ITSELF_FAILED
                                    ? "no ssh to " + host + " without a password: " + said
                                    : host + " says: " + said.replaceFirst("^kiln: ", ""));
                }
                return Files.readString(out);
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new SparkSetupException("cannot run " + program.get(0) + ": " + e.getMessage(), e);
        }
    }

    private static void await(Process process, String host, Duration longest) {
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SparkSetupException(host + " does not answer within " + longest.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SparkSetupException("interrupted while waiting for " + host, e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** As one word for the shell at the other end. */
    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
