package dev.kiln.spark.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.spark.MemorySize;
import dev.kiln.spark.process.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs the pods of drivers as processes of this machine, as the entry point of Spark's image does, with the settings and
 * the secrets that they ask for. Pods of executors stay pending.
 */
public final class LocalNode implements MiniKubernetes.Node, AutoCloseable {
    private final MiniKubernetes kubernetes;
    private final Path directory;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();

    public LocalNode(MiniKubernetes kubernetes, Path directory) {
        this.kubernetes = kubernetes;
        this.directory = directory;
    }

    @Override
    public void created(JsonNode pod) {
        if (!pod.path("metadata").path("labels").path("spark-role").asText().equals("driver")) {
            return;
        }
        String name = pod.path("metadata").path("name").asText();
        try {
            Process process = start(pod.path("spec").path("containers").path(0), name);
            processes.put(name, process);
            kubernetes.setPhase(name, "Running", 0);
            int status = process.waitFor();
            kubernetes.setLog(name, Files.readString(directory.resolve(name + ".log")));
            kubernetes.setPhase(name, status == 0 ? "Succeeded" : "Failed", status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process start(JsonNode container, String name) throws IOException, InterruptedException {
        // Spark makes it after the pod, and a node waits for it.
        while (kubernetes.objects("configmaps").isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        Path properties = Files.writeString(
                directory.resolve(name + ".properties"),
                kubernetes
                        .objects("configmaps")
                        .get(0)
                        .path("data")
                        .path("spark.properties")
                        .asText());
        List<String> arguments = new ArrayList<>(List.of(
                "--deploy-mode", "client",
                // There is no name service.
                "--conf", "spark.driver.host=127.0.0.1",
                "--conf", "spark.driver.bindAddress=127.0.0.1",
                "--conf",
                        "spark.kubernetes.driver.master=" + kubernetes.master().substring("k8s://".length())));
        for (JsonNode argument : container.path("args")) {
            arguments.add(argument.asText().endsWith("/spark.properties") ? properties.toString() : argument.asText());
        }
        arguments.remove("driver");
        ProcessBuilder builder = new ProcessBuilder(new JavaCommand(
                        MiniKubernetes.spark(),
                        MemorySize.ofMebibytes(512),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        "org.apache.spark.deploy.SparkSubmit",
                        arguments)
                .line());
        builder.environment().clear();
        for (JsonNode variable : container.path("env")) {
            builder.environment().put(variable.path("name").asText(), value(variable));
        }
        builder.environment().put("SPARK_DRIVER_BIND_ADDRESS", "127.0.0.1");
        builder.environment().remove("SPARK_CONF_DIR");
        builder.environment().put("SPARK_LOCAL_DIRS", directory.toString());
        // Spark copies jars to where it runs, and must not find them there already.
        Path work = Files.createDirectories(directory.resolve("work"));
        return builder.directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
    }

    private String value(JsonNode variable) {
        JsonNode reference = variable.path("valueFrom").path("secretKeyRef");
        if (reference.isMissingNode()) {
            return variable.path("value").asText("");
        }
        String data = kubernetes.objects("secrets").stream()
                .filter(secret -> secret.path("metadata")
                        .path("name")
                        .asText()
                        .equals(reference.path("name").asText()))
                .map(secret ->
                        secret.path("data").path(reference.path("key").asText()).asText())
                .findFirst()
                .orElseThrow();
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }

    @Override
    public void deleted(String pod) {
        Process process = processes.get(pod);
        if (process != null) {
            process.destroy();
        }
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
    }
}
