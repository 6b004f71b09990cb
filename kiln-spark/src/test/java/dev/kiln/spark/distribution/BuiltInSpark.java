package dev.kiln.spark.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The Spark of this build, for tests that start it. */
public final class BuiltInSpark {
    private BuiltInSpark() {}

    public static Distribution distribution() {
        return distributions().standard();
    }

    /** Its links are in the build's directory, because JUnit complains of links in temporary ones. */
    public static Distributions distributions() {
        try {
            String classPath = Files.readString(Path.of(System.getProperty("kiln.spark.classpath")));
            return new Distributions(Path.of("target/engines"), BuiltInJars.ofClassPath(classPath), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
