package dev.kiln.cli;

import dev.kiln.app.Application;
import dev.kiln.app.Home;
import dev.kiln.app.Logging;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kiln sql}: a shell, or statements from the command line, a file or standard input. */
@Command(
        name = "sql",
        description = {
            "Run SQL: in a shell, or the statements of -e, -f or standard input.",
            "Without --remote the embedded engine runs in this process, on the home's tables."
        })
final class SqlCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOptions options;

    @Option(
            names = "--remote",
            paramLabel = "ADDRESS",
            description = "A Spark Connect server, such as sc://127.0.0.1:15002.")
    private @Nullable String remote;

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

    @Override
    public Integer call() throws IOException {
        Optional<String> script = script();
        if (remote != null) {
            RemoteAddress address = address(remote);
            Logging.toConsole();
            run(address, script);
            return 0;
        }
        // Others on this machine could find the port; the token keeps them out.
        String token = UUID.randomUUID().toString();
        Map<String, String> mine =
                Map.of("kiln.server.host", "127.0.0.1", "kiln.server.port", "0", "kiln.server.token", token);
        try (Application embedded =
                Application.start(options.home(), options.source().with(mine), Level.ERROR)) {
            run(RemoteAddress.parse(embedded.address()).withToken(token), script);
        }
        return 0;
    }

    /** The statements to run, or nothing if a person is to type them. */
    private Optional<String> script() throws IOException {
        if (input != null) {
            return Optional.of(input.text());
        }
        if (System.console() == null) {
            return Optional.of(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return Optional.empty();
    }

    private RemoteAddress address(String text) {
        try {
            return RemoteAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void run(RemoteAddress address, Optional<String> script) {
        PrintWriter out = spec.commandLine().getOut();
        try (ConnectClient client = ConnectClient.open(address)) {
            if (script.isPresent()) {
                new Script(client, format, out, spec.commandLine().getErr()).run(script.get());
            } else {
                String where = remote == null ? "embedded engine" : address.toString();
                Shell.run(client, format, history(), "Kiln " + Versions.kiln() + ", " + where);
            }
        } catch (StatementException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    /** A home that cannot be written must not keep anybody from using a remote server. */
    private Optional<Path> history() {
        try {
            Home home = options.home();
            home.create();
            return Optional.of(home.history());
        } catch (UserException e) {
            return Optional.empty();
        }
    }
}
