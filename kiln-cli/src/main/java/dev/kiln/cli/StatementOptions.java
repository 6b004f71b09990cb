package dev.kiln.cli;

import dev.kiln.app.Home;
import dev.kiln.app.UserException;
import dev.kiln.app.Versions;
import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.RemoteAddress;
import dev.kiln.cli.client.StatementException;
import dev.kiln.cli.output.OutputFormat;
import dev.kiln.cli.shell.Script;
import dev.kiln.cli.shell.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which statements a command runs, and how it prints what comes back: in a shell where a person types them. */
final class StatementOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @ArgGroup
    private @Nullable Input input;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How results are printed: table, csv or json (default: ${DEFAULT-VALUE}).",
            defaultValue = "table")
    private OutputFormat format;

    /** Where statements come from, if not from a terminal or standard input. */
    static final class Input {
        @Option(names = "-e", paramLabel = "SQL", description = "Run these statements and exit.")
        private @Nullable String statements;

        @Option(names = "-f", paramLabel = "FILE", description = "Run the statements of this file and exit.")
        private @Nullable Path file;

        String text() {
            if (statements != null) {
                return statements;
            }
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UserException("the file " + file + " cannot be read", e);
            }
        }
    }

    /** The statements to run, or nothing if a person is to type them. */
    Optional<String> script() throws IOException {
        if (input != null) {
            return Optional.of(input.text());
        }
        if (System.console() == null) {
            return Optional.of(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return Optional.empty();
    }

    /**
     * Runs them.
     *
     * @param before what is run first, without a word
     * @param home that keeps what was typed
     * @param where shown to a person
     */
    void run(RemoteAddress address, String before, Optional<String> script, Home home, String where) {
        PrintWriter out = spec.commandLine().getOut();
        try (ConnectClient client = ConnectClient.open(address)) {
            PrintWriter nobody = new PrintWriter(Writer.nullWriter());
            new Script(client, OutputFormat.CSV, nobody, nobody).run(before);
            if (script.isPresent()) {
                new Script(client, format, out, spec.commandLine().getErr()).run(script.get());
            } else {
                Shell.run(client, format, history(home), "Kiln " + Versions.kiln() + ", " + where);
            }
        } catch (StatementException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    /** A home that cannot be written must not keep anybody from using a server. */
    private static Optional<Path> history(Home home) {
        try {
            home.create();
            return Optional.of(home.history());
        } catch (UserException e) {
            return Optional.empty();
        }
    }

    /** Settings of a server for this command alone: others on this machine could find the port; the token keeps them out. */
    static Map<String, String> ownServer(String token) {
        return Map.of("kiln.server.host", "127.0.0.1", "kiln.server.port", "0", "kiln.server.token", token);
    }
}
