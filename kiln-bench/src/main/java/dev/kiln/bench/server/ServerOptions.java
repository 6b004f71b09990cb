package dev.kiln.bench.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a caller adds to a server's start.
 *
 * @param systemProperties system properties of the server's JVM
 * @param settings settings of the server itself
 */
public record ServerOptions(Map<String, String> systemProperties, Map<String, String> settings) {
    private static final ServerOptions NONE = new ServerOptions(Map.of(), Map.of());

    public ServerOptions {
        systemProperties = Map.copyOf(systemProperties);
        settings = Map.copyOf(settings);
    }

    public static ServerOptions none() {
        return NONE;
    }

    List<String> jvmFlags(String heap) {
        List<String> flags = new ArrayList<>(List.of("-Xmx" + heap));
        systemProperties.forEach((key, value) -> flags.add("-D" + key + "=" + value));
        return flags;
    }
}
