package dev.kiln.app;

import dev.kiln.server.routing.NamedEngines;
import dev.kiln.spark.proxy.SparkEngines;
import dev.kiln.spi.Engine;
import java.util.SortedSet;

/** Spark's engines as the front door asks for them: by the names of their profiles. */
record SparkProfiles(SparkEngines sparks) implements NamedEngines {
    @Override
    public SortedSet<String> names() {
        return sparks.profiles();
    }

    /** Whoever asks for no profile in particular gets the one that is set for the user. */
    @Override
    public Engine get(String name) {
        return name.equals(SparkEngines.NAME) ? sparks : sparks.profile(name);
    }

    @Override
    public void close() {
        sparks.close();
    }
}
