package dev.kiln.cli;

import dev.kiln.app.Home;
import dev.kiln.app.InstalledSparks;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.distribution.Distributions;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that starts something of Spark. */
final class SparkOptions {
    @Option(
            names = "--distribution",
            paramLabel = "NAME",
            description = "The Spark distribution to use; see 'kiln engine list' (default: the first one there).")
    private @Nullable String name;

    /** The name that was given, for other machines, which look for it in their own homes. */
    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** The distribution, looked for when it is needed. */
    Supplier<Distribution> distribution(Home home) {
        return () -> {
            Distributions distributions = InstalledSparks.of(home);
            return name == null ? distributions.standard() : distributions.get(name);
        };
    }
}
