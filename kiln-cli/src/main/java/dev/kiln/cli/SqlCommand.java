package dev.kiln.cli;

import dev.kiln.app.Application;
import dev.kiln.app.Logging;
import dev.kiln.cli.client.RemoteAddress;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.jspecify.annotations.Nullable;
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

    @Mixin
    private StatementOptions statements;

    @Option(
            names = "--remote",
            paramLabel = "ADDRESS",
            description = "A Spark Connect server, such as sc://127.0.0.1:15002.")
    private @Nullable String remote;

    @Override
    public Integer call() throws IOException {
        Optional<String> script = statements.script();
        if (remote != null) {
            RemoteAddress address = address(remote);
            Logging.toConsole();
            statements.run(address, "", script, options.home(), address.toString());
            return 0;
        }
        String token = UUID.randomUUID().toString();
        try (Application embedded = Application.start(
                options.home(), options.source().with(StatementOptions.ownServer(token)), Level.ERROR)) {
            RemoteAddress address = RemoteAddress.parse(embedded.address()).withToken(token);
            statements.run(address, "", script, options.home(), "embedded engine");
        }
        return 0;
    }

    private RemoteAddress address(String text) {
        try {
            return RemoteAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
