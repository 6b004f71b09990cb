package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What drivers of a distribution have to do without. */
final class DistributionLimits {
    private DistributionLimits() {}

    /** Properties that keep a driver from starting what its distribution does not have the jars for. */
    static Map<String, String> of(Distribution distribution) {
        try (DirectoryStream<Path> jersey = Files.newDirectoryStream(distribution.jars(), "jersey-server-*.jar")) {
            return jersey.iterator().hasNext() ? Map.of() : Map.of("spark.ui.enabled", "false");
        } catch (IOException e) {
            throw new SparkSetupException("cannot read " + distribution.jars() + ": " + e.getMessage(), e);
        }
    }
}
