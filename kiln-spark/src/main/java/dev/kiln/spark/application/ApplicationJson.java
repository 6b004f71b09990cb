package dev.kiln.spark.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.spark.master.ClusterManager;
import dev.kiln.spark.master.DeployMode;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Records of applications as JSON. */
public final class ApplicationJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ApplicationJson() {}

    /** One object. */
    public static String write(ApplicationRecord record) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", record.id());
        node.put("name", record.name());
        node.put("manager", record.manager().name());
        node.put("mode", record.mode().word());
        node.put("master", record.master());
        record.page().ifPresent(page -> node.put("page", page.toString()));
        node.put("sparkHome", record.sparkHome().toString());
        node.put("submitted", record.submitted().toString());
        node.put("submitter", record.submitter());
        if (!record.access().isEmpty()) {
            ObjectNode access = node.putObject("access");
            record.access().forEach(access::put);
        }
        if (record.driver() instanceof DriverPlace.Here here) {
            write(here.process(), "pid", "started", node);
            write(here.waiter(), "waiter", "waiterStarted", node);
        }
        if (record.driver() instanceof DriverPlace.InCluster cluster) {
            node.put("submission", cluster.submission());
            cluster.rest().ifPresent(rest -> node.put("rest", rest.toString()));
        }
        node.put("state", record.state().name());
        record.outcome().exitCode().ifPresent(code -> node.put("exitCode", code));
        record.outcome().note().ifPresent(note -> node.put("note", note));
        return node.toString();
    }

    /** @throws IOException if it is no such record */
    public static ApplicationRecord read(String text) throws IOException {
        JsonNode node = JSON.readTree(text);
        try {
            return new ApplicationRecord(
                    node.path("id").asText(),
                    node.path("name").asText(),
                    ClusterManager.valueOf(node.path("manager").asText()),
                    DeployMode.parse(node.path("mode").asText()),
                    node.path("master").asText(),
                    text(node, "page").map(URI::create),
                    Path.of(node.path("sparkHome").asText()),
                    Instant.parse(node.path("submitted").asText()),
                    node.path("submitter").asText(),
                    texts(node.path("access")),
                    driver(node),
                    new Outcome(
                            ApplicationState.valueOf(node.path("state").asText()),
                            node.has("exitCode")
                                    ? OptionalInt.of(node.path("exitCode").asInt())
                                    : OptionalInt.empty(),
                            text(node, "note")));
        } catch (RuntimeException e) {
            throw new IOException("not a record of an application: " + text, e);
        }
    }

    private static DriverPlace driver(JsonNode node) {
        if (node.has("pid")) {
            return new DriverPlace.Here(process(node, "pid", "started"), process(node, "waiter", "waiterStarted"));
        }
        return text(node, "submission")
                .<DriverPlace>map(
                        id -> new DriverPlace.InCluster(id, text(node, "rest").map(HostPort::parse)))
                .orElseGet(DriverPlace.Nowhere::new);
    }

    private static void write(ProcessIdentity process, String pid, String started, ObjectNode node) {
        node.put(pid, process.pid());
        node.put(started, process.started().toString());
    }

    private static ProcessIdentity process(JsonNode node, String pid, String started) {
        return new ProcessIdentity(
                node.path(pid).asLong(), Instant.parse(node.path(started).asText()));
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.path(field).textValue());
    }
}
