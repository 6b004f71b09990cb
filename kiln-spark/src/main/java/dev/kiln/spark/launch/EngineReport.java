package dev.kiln.spark.launch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a driver says of itself once its Connect server listens.
 *
 * @param engine the id that Kiln gave to it
 * @param host where its Connect server can be reached
 * @param pid its process number on the machine where it runs
 * @param application the id that the cluster manager gave to it
 */
public record EngineReport(String engine, String host, int port, long pid, String application, String sparkVersion) {
    /** @throws IllegalArgumentException if something is missing or malformed */
    static EngineReport of(Map<String, String> fields) {
        return new EngineReport(
                field(fields, "engine"),
                field(fields, "host"),
                Integer.parseInt(field(fields, "port")),
                Long.parseLong(field(fields, "pid")),
                field(fields, "application"),
                field(fields, "spark"));
    }

    /** What a driver says, name by name. */
    static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    /** @throws IllegalArgumentException if it is missing */
    static String field(Map<String, String> fields, String name) {
        return Optional.ofNullable(fields.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the report names no " + name));
    }
}
