package dev.kiln.spark.launch;

import dev.kiln.spark.distribution.Distribution;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A driver to be started.
 *
 * @param engine the id of its engine, which is found in its command line
 * @param agentJar with the main class {@value #MAIN_CLASS}
 * @param properties all of Spark's settings, without secrets
 * @param secrets variables for its environment, which others cannot read
 */
record DriverSpec(
        String engine,
        EngineProfile profile,
        Distribution distribution,
        Path agentJar,
        EngineDirectory directory,
        Map<String, String> properties,
        Map<String, String> secrets) {
    static final String MAIN_CLASS = "dev.kiln.agent.Driver";

    DriverSpec {
        properties = Map.copyOf(properties);
        secrets = Map.copyOf(secrets);
    }

    /** Where the driver finds the agent if it does not run here. */
    String agentUrl() {
        return profile.agentJar().orElseGet(() -> agentJar.toUri().toString());
    }

    /** The directories with Hadoop's configuration. */
    List<String> hadoopConfiguration() {
        return profile.hadoopConfiguration().map(Path::toString).map(List::of).orElseGet(() -> Stream.of(
                        "HADOOP_CONF_DIR", "YARN_CONF_DIR")
                .flatMap(variable -> Optional.ofNullable(System.getenv(variable)).stream())
                .filter(directory -> !directory.isBlank())
                .toList());
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "driver of " + engine + " on " + profile.master().url();
    }
}
