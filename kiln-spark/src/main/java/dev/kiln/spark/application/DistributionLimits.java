package dev.kiln.spark.application;

import dev.kiln.spark.distribution.Distribution;
import java.util.Map;

/** What drivers of a distribution have to do without. */
final class DistributionLimits {
    private DistributionLimits() {}

    /** Properties that keep a driver from starting what its distribution does not have the jars for. */
    static Map<String, String> of(Distribution distribution) {
        return distribution.hasJar("jersey-server-") ? Map.of() : Map.of("spark.ui.enabled", "false");
    }
}
