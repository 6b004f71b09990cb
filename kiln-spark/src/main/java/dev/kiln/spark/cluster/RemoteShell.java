package dev.kiln.spark.cluster;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.process.BoundedCommand;
import dev.kiln.spark.process.CommandTimeoutException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        BoundedCommand.Result result = run(host, new BoundedCommand(line, Map.of(), longest));
        if (result.status() != 0) {
            String said = result.err().strip();
            throw new SparkSetupException(
                    result.status() == SSH_ITSELF_FAILED
                            ? "no ssh to " + host + " without a password: " + said
                            : host + " says: " + said.replaceFirst("^kiln: ", ""));
        }
        return result.out();
    }

    private BoundedCommand.Result run(String host, BoundedCommand command) {
        try {
            return command.run();
        } catch (CommandTimeoutException e) {
            throw new SparkSetupException(
                    host + " does not answer within " + command.longest().toSeconds() + " s", e);
        } catch (InterruptedIOException e) {
            throw new SparkSetupException("interrupted while waiting for " + host, e);
        } catch (IOException e) {
            throw new SparkSetupException("cannot run " + program.get(0) + ": " + e.getMessage(), e);
        }
    }

    /** As one word for the shell at the other end. */
    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
