package dev.kiln.cli;

import dev.kiln.app.ConfigurationSource;
import dev.kiln.app.Home;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads a home and its configuration. */
final class HomeOptions {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where Kiln keeps its catalog, tables and logs (default: KILN_HOME, else ~/.kiln).")
    private @Nullable Path home;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A configuration file, in HOCON or properties form (default: kiln.conf in the home).")
    private @Nullable Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting, which wins over the file; see 'kiln config'.")
    private Map<String, String> settings = new LinkedHashMap<>();

    Home home() {
        return Home.locate(Optional.ofNullable(home), System.getenv());
    }

    ConfigurationSource source() {
        return new ConfigurationSource(Optional.ofNullable(file), settings);
    }
}
