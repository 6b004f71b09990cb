package dev.kiln.spark.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kiln.spark.MemorySize;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.process.BoundedCommand;
import dev.kiln.spark.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pods of a cluster, asked for with the client among a distribution's jars, in a process of its own.
 *
 * @param distribution one that knows Kubernetes
 * @param agentJar Kiln's agent
 * @param master such as {@code k8s://https://host:6443}
 * @param access who asks
 */
public record Pods(Distribution distribution, Path agentJar, String master, KubernetesAccess access) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int NOT_FOUND = 3;

    /** A pod as it is, if there is one. */
    public Optional<PodState> get(PodName pod) throws IOException {
        Optional<String> answer = ask(pod.namespace(), "get", pod.name());
        return answer.isEmpty() ? Optional.empty() : Optional.of(PodState.of(JSON.readTree(answer.get())));
    }

    /** The pods with some labels, such as {@code spark-role=executor}. */
    public List<PodState> find(String namespace, String labels) throws IOException {
        List<PodState> found = new ArrayList<>();
        for (JsonNode pod :
                JSON.readTree(ask(namespace, "list", labels).orElse("{}")).path("items")) {
            found.add(PodState.of(pod));
        }
        return found;
    }

    /** What a pod has printed so far; empty if there is none. */
    public String log(PodName pod) throws IOException {
        return ask(pod.namespace(), "log", pod.name()).orElse("");
    }

    /** Deletes a pod, and what belongs to it, if there is one. */
    public void delete(PodName pod) throws IOException {
        ask(pod.namespace(), "delete", pod.name());
    }

    private Optional<String> ask(String namespace, String question, String about) throws IOException {
        Map<String, String> properties = new TreeMap<>(access.properties());
        properties.put("log4j2.level", "ERROR");
        Map<String, String> environment = new TreeMap<>(distribution.environment());
        environment.putAll(access.environment());
        List<String> line = new JavaCommand(
                        distribution,
                        MemorySize.ofMebibytes(256),
                        List.of(agentJar.toString()),
                        List.of(),
                        List.of("-XX:TieredStopAtLevel=1"),
                        properties,
                        "dev.kiln.agent.kubernetes.PodCommand",
                        List.of(master, namespace, question, about))
                .line();
        BoundedCommand.Result result = new BoundedCommand(line, environment, LONGEST).run();
        if (result.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (result.status() != 0) {
            throw new IOException("Kubernetes says: " + firstError(result.err()));
        }
        return Optional.of(result.out());
    }

    /** The exception, without the frames. */
    private static String firstError(String said) {
        return said.lines()
                .filter(line -> line.contains("Exception"))
                .findFirst()
                .orElse(said)
                .strip();
    }
}
