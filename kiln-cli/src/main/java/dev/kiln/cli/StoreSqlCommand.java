package dev.kiln.cli;

import dev.kiln.app.Application;
import dev.kiln.app.ConfigurationSource;
import dev.kiln.app.Home;
import dev.kiln.cli.client.RemoteAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiln store sql}: {@code kiln sql} on the tables of a store. */
@Command(
        name = "sql",
        description = {
            "Run SQL on a store's tables: in a shell, or the statements of -e, -f or standard input.",
            "It is Spark's SQL, which the embedded engine answers in this process. The current catalog is the store, so tables"
                    + " are named NAMESPACE.TABLE; nothing of the home is used.",
            "Row tables can be reached by JDBC as well; that is Apache Ignite's SQL."
        })
final class StoreSqlCommand implements Callable<Integer> {
    @Option(
            names = "--locators",
            required = true,
            split = ",",
            paramLabel = "HOST:PORT",
            description = "Where the store's locators are.")
    private List<String> locators;

    @Mixin
    private StoreAccessOptions access;

    @Mixin
    private StatementOptions statements;

    @Override
    public Integer call() throws IOException {
        Optional<String> script = statements.script();
        Path directory = Files.createTempDirectory("kiln-store-sql");
        try {
            String token = UUID.randomUUID().toString();
            Map<String, String> settings = new HashMap<>(StatementOptions.ownServer(token));
            settings.put("kiln.engine", "embedded");
            settings.put("kiln.store.locators", String.join(",", locators));
            access.clientFiles(directory).forEach((name, value) -> settings.put("kiln.store." + name, value));
            ConfigurationSource source = new ConfigurationSource(Optional.empty(), settings);
            try (Application embedded = Application.start(new Home(directory), source, Level.ERROR)) {
                RemoteAddress address = RemoteAddress.parse(embedded.address()).withToken(token);
                Home users = Home.locate(Optional.empty(), System.getenv());
                statements.run(address, "USE store", script, users, "store of " + String.join(",", locators));
            }
        } finally {
            delete(directory);
        }
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
