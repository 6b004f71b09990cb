package dev.kiln.spark.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.spark.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalInt;

/** Daemons as JSON, in the home and between machines. */
public final class DaemonJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DaemonJson() {}

    /** One line. */
    public static String write(Daemon daemon) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", daemon.name());
        node.put("role", daemon.role().word());
        node.put("pid", daemon.process().pid());
        node.put("started", daemon.process().started().toString());
        node.put("master", daemon.masterUrl());
        node.put("page", daemon.page().toString());
        daemon.restPort().ifPresent(port -> node.put("restPort", port));
        node.put("log", daemon.log().toString());
        return node.toString();
    }

    /** @throws IOException if it is no daemon */
    public static Daemon read(String text) throws IOException {
        JsonNode node = JSON.readTree(text);
        try {
            return new Daemon(
                    node.path("name").asText(),
                    DaemonRole.valueOf(node.path("role").asText().toUpperCase(Locale.ROOT)),
                    new ProcessIdentity(
                            node.path("pid").asLong(),
                            Instant.parse(node.path("started").asText())),
                    node.path("master").asText(),
                    URI.create(node.path("page").asText()),
                    node.has("restPort") ? OptionalInt.of(node.path("restPort").asInt()) : OptionalInt.empty(),
                    Path.of(node.path("log").asText()));
        } catch (RuntimeException e) {
            throw new IOException("not a daemon: " + text, e);
        }
    }
}
