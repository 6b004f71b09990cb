package dev.kiln.bench.server;

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
}
