package dev.kiln.spark.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * How a pod is.
 *
 * @param phase Pending, Running, Succeeded, Failed or Unknown
 * @param application Spark's id of the application that it belongs to
 * @param note why it is as it is, if Kubernetes says so
 */
public record PodState(String name, String phase, Optional<String> application, Optional<String> note) {
    static PodState of(JsonNode pod) {
        JsonNode status = pod.path("status");
        String application =
                pod.path("metadata").path("labels").path("spark-app-selector").asText("");
        return new PodState(
                pod.path("metadata").path("name").asText(""),
                status.path("phase").asText("Unknown"),
                Optional.of(application).filter(text -> !text.isEmpty()),
                note(status));
    }

    private static Optional<String> note(JsonNode status) {
        for (JsonNode container : status.path("containerStatuses")) {
            JsonNode terminated = container.path("state").path("terminated");
            if (terminated.has("exitCode")) {
                return Optional.of("exit code " + terminated.path("exitCode").asInt() + text(terminated));
            }
            JsonNode waiting = container.path("state").path("waiting");
            if (waiting.has("reason")) {
                return Optional.of(waiting.path("reason").asText() + text(waiting));
            }
        }
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("status").asText().equals("False") && condition.has("message")) {
                return Optional.of(condition.path("message").asText());
            }
        }
        return Optional.empty();
    }

    private static String text(JsonNode state) {
        String message = state.path("message").asText("");
        return message.isEmpty() ? "" : ": " + message;
    }
}
