package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.kubernetes.KubernetesAccess;
import dev.kiln.spark.kubernetes.PodName;
import dev.kiln.spark.kubernetes.PodState;
import dev.kiln.spark.kubernetes.Pods;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Drivers that run in pods of Kubernetes. Output and log of a pod are one. */
final class KubernetesDrivers implements ApplicationManager {
    private final Path agentJar;

    KubernetesDrivers(Path agentJar) {
        this.agentJar = agentJar;
    }

    private Pods pods(ApplicationRecord record) {
        return new Pods(
                Distribution.at("of " + record.id(), record.sparkHome()),
                agentJar,
                record.master(),
                new KubernetesAccess(record.access()));
    }

    private static PodName driver(ApplicationRecord record) {
        return PodName.parse(
                record.submission().orElseThrow(() -> new SparkSetupException(record.id() + " has no driver yet")));
    }

    @Override
    public ApplicationRecord ask(ApplicationRecord record) throws IOException {
        if (record.submission().isEmpty()) {
            return record;
        }
        Optional<PodState> pod = pods(record).get(driver(record));
        if (pod.isEmpty()) {
            return record.with(Outcome.of(ApplicationState.KILLED, "its pod was deleted"));
        }
        ApplicationState state =
                switch (pod.get().phase()) {
                    case "Pending" -> ApplicationState.SUBMITTED;
                    case "Running" -> ApplicationState.RUNNING;
                    case "Succeeded" -> ApplicationState.FINISHED;
                    case "Failed" -> ApplicationState.FAILED;
                    default -> record.state();
                };
        return record.with(pod.get()
                .note()
                .filter(note -> state != ApplicationState.RUNNING && state != ApplicationState.FINISHED)
                .map(note -> Outcome.of(state, note))
                .orElseGet(() -> Outcome.of(state)));
    }

    /** Deletes the pod, and its log with it: Kubernetes has no other way. */
    @Override
    public void kill(ApplicationRecord record) throws IOException {
        pods(record).delete(driver(record));
    }

    @Override
    public LogReader driverLog(ApplicationRecord record, LogStream stream) {
        return offset -> stream == LogStream.STDOUT
                ? TextPiece.of(pods(record).log(driver(record)), offset)
                : TextPiece.of("", offset);
    }

    @Override
    public LogReader executorLog(ApplicationRecord record, int executor, LogStream stream) {
        return offset -> stream == LogStream.STDOUT
                ? TextPiece.of(executorLog(record, executor), offset)
                : TextPiece.of("", offset);
    }

    private String executorLog(ApplicationRecord record, int executor) throws IOException {
        PodName driver = driver(record);
        Optional<String> application = pods(record).get(driver).flatMap(PodState::application);
        if (application.isEmpty()) {
            return "";
        }
        // Spark counts executors from 1 here.
        String labels =
                "spark-role=executor,spark-app-selector=" + application.get() + ",spark-exec-id=" + (executor + 1);
        Optional<PodState> pod =
                pods(record).find(driver.namespace(), labels).stream().findFirst();
        return pod.isEmpty()
                ? ""
                : pods(record).log(new PodName(driver.namespace(), pod.get().name()));
    }
}
