package dev.kiln.app;

import dev.kiln.spark.distribution.BuiltInJars;
import dev.kiln.spark.distribution.Distributions;

/** The Spark distributions of a home. */
public final class InstalledSparks {
    private InstalledSparks() {}

    /** Those that commands and the server of this process can use. */
    public static Distributions of(Home home) {
        return new Distributions(home.engines(), BuiltInJars.ofThisProcess(), System.getenv());
    }
}
