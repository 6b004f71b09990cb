package dev.kiln.spark.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kiln.spark.distribution.Distribution;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for an API server of Kubernetes: keeps what it is sent, answers for it, and lets those who watch a pod know how
 * it is. What a node would do with pods, it leaves to whom it is given. No admission, no scheduling, no garbage collection.
 */
public final class MiniKubernetes implements AutoCloseable {
    private static final Path FETCHED = Path.of("target/kubernetes/spark").toAbsolutePath();
    private static final JsonMapper JSON = new JsonMapper();

    /** What runs pods. */
    public interface Node {
        void created(JsonNode pod);

        void deleted(String pod);
    }

    private final Map<String, ObjectNode> objects = new ConcurrentSkipListMap<>();
    private final Map<String, String> logs = new ConcurrentSkipListMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private Optional<Node> node = Optional.empty();

    private MiniKubernetes(HttpServer server) {
        this.server = server;
    }

    /** Whether a Spark that knows Kubernetes is there, which is no part of the build. */
    public static boolean isFetched() {
        return Files.isDirectory(FETCHED.resolve("jars"));
    }

    public static Distribution spark() {
        return Distribution.at("spark-4.0", FETCHED);
    }

    public static MiniKubernetes start() throws IOException {
        MiniKubernetes kubernetes =
                new MiniKubernetes(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        kubernetes.server.setExecutor(kubernetes.threads);
        kubernetes.server.createContext("/", kubernetes::answer);
        kubernetes.server.start();
        return kubernetes;
    }

    public void use(Node runsPods) {
        node = Optional.of(runsPods);
    }

    /** The URL of a master, as users write it. */
    public String master() {
        return "k8s://http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All requests so far: method and path. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** What all requests since the last call had to say who asks; empty text for nothing. */
    public Set<String> takeTokens() {
        Set<String> taken = Set.copyOf(tokens);
        tokens.clear();
        return taken;
    }

    /** All objects of a kind, such as {@code secrets}. */
    public List<JsonNode> objects(String kind) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().contains("/" + kind + "/"))
                .<JsonNode>map(Map.Entry::getValue)
                .toList();
    }

    /** Sets how a pod is. */
    public void setPhase(String pod, String phase, int exitCode) {
        objects.computeIfPresent("/api/v1/namespaces/default/pods/" + pod, (path, known) -> {
            ObjectNode changed = known.deepCopy();
            ObjectNode status = changed.putObject("status");
            status.put("phase", phase);
            if (!phase.equals("Running") && !phase.equals("Pending")) {
                status.putArray("containerStatuses")
                        .addObject()
                        .put("name", "driver")
                        .putObject("state")
                        .putObject("terminated")
                        .put("exitCode", exitCode);
            }
            return changed;
        });
    }

    public void setLog(String pod, String log) {
        logs.put(pod, log);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            String query = Optional.ofNullable(uri.getQuery()).orElse("");
            byte[] body = exchange.getRequestBody().readAllBytes();
            String override = exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override");
            String method = override == null ? exchange.getRequestMethod() : override;
            requests.add(method + " " + uri.getPath());
            tokens.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse(""));
            if (exchange.getRequestHeaders().containsKey("Upgrade")) {
                // No web sockets; the client goes on without.
                send(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
            } else if (query.contains("watch=true")) {
                watch(exchange, query);
            } else if (uri.getPath().endsWith("/log")) {
                String[] parts = uri.getPath().split("/");
                send(
                        exchange,
                        200,
                        logs.getOrDefault(parts[parts.length - 2], "").getBytes(StandardCharsets.UTF_8));
            } else {
                Optional<JsonNode> answer = change(method, uri.getPath(), query, body);
                send(
                        exchange,
                        answer.isEmpty() ? 404 : method.equals("POST") ? 201 : 200,
                        JSON.writeValueAsBytes(answer.orElseGet(MiniKubernetes::notFound)));
            }
        } catch (IOException | RuntimeException e) {
            throw new IOException(exchange.getRequestURI() + " failed", e);
        }
    }

    private static JsonNode notFound() {
        return JSON.createObjectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("reason", "NotFound")
                .put("code", 404);
    }

    private static void send(HttpExchange exchange, int status, byte[] answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
    }

    private Optional<JsonNode> change(String method, String path, String query, byte[] body) throws IOException {
        switch (method) {
            case "POST", "PUT", "PATCH" -> {
                ObjectNode object = (ObjectNode) JSON.readTree(body);
                ObjectNode metadata = object.withObject("/metadata");
                String name = method.equals("POST")
                        ? path + "/" + metadata.path("name").asText()
                        : path;
                metadata.put("uid", UUID.randomUUID().toString());
                metadata.put("namespace", "default");
                metadata.put("resourceVersion", "1");
                objects.put(name, object);
                if (method.equals("POST") && path.endsWith("/pods")) {
                    object.putObject("status").put("phase", "Pending");
                    node.ifPresent(runs -> threads.execute(() -> runs.created(object)));
                }
                return Optional.of(object);
            }
            case "DELETE" -> {
                Optional<JsonNode> gone = Optional.ofNullable(objects.remove(path));
                gone.ifPresent(pod -> node.ifPresent(
                        runs -> runs.deleted(pod.path("metadata").path("name").asText())));
                return gone.or(() -> isList(path) ? Optional.of(JSON.createObjectNode()) : Optional.empty());
            }
            default -> {
                return isList(path) ? Optional.of(list(path, query)) : Optional.ofNullable(objects.get(path));
            }
        }
    }

    private static boolean isList(String path) {
        return path.matches(".*/(pods|services|configmaps|secrets|persistentvolumeclaims)");
    }

    private JsonNode list(String path, String query) {
        ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        list.putObject("metadata").put("resourceVersion", "1");
        ArrayNode items = list.putArray("items");
        String selector = query.contains("labelSelector=") ? query.replaceFirst(".*labelSelector=([^&]*).*", "$1") : "";
        objects.forEach((name, object) -> {
            if (name.startsWith(path + "/") && matches(object.path("metadata").path("labels"), selector)) {
                items.add(object);
            }
        });
        return list;
    }

    private static boolean matches(JsonNode labels, String selector) {
        for (String wanted : selector.split(",")) {
            int equals = wanted.indexOf('=');
            if (equals > 0
                    && !labels.path(wanted.substring(0, equals)).asText("").equals(wanted.substring(equals + 1))) {
                return false;
            }
        }
        return true;
    }

    /** Tells of the pod's changes until it is gone or has ended; of all other things nothing changes here. */
    private void watch(HttpExchange exchange, String query) throws IOException {
        String field = query.contains("metadata.name=") ? query.replaceFirst(".*metadata.name=([^&]*).*", "$1") : "";
        String path = "/api/v1/namespaces/default/pods/" + field;
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        JsonNode last = JSON.createObjectNode();
        try {
            while (!threads.isShutdown()) {
                ObjectNode now = objects.get(path);
                if (now == null && !last.isEmpty()) {
                    event(exchange, "DELETED", last);
                    return;
                }
                if (now != null && !now.equals(last)) {
                    event(exchange, last.isEmpty() ? "ADDED" : "MODIFIED", now);
                    last = now;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Nobody watches any more.
        }
    }

    private static void event(HttpExchange exchange, String type, JsonNode object) throws IOException {
        ObjectNode event = JSON.createObjectNode().put("type", type);
        event.set("object", object);
        exchange.getResponseBody().write((event + "\n").getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
