package dev.kiln.spark.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.HostPort;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The REST server of a master, which takes submissions of drivers.
 *
 * @param address where it listens, on port 6066 if nobody chose another
 */
public record RestGateway(HostPort address) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A driver to be started.
     *
     * @param jar a URI that every worker can read
     * @param arguments the application's own
     * @param environment variables of the driver; the master passes on those whose names start with {@code SPARK_}
     */
    public record Submission(
            String sparkVersion,
            String jar,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment,
            Map<String, String> properties) {}

    /**
     * How a driver is.
     *
     * @param worker where it runs, as {@code host:port}
     * @param message what went wrong
     */
    public record Status(DriverState state, Optional<String> worker, Optional<String> message) {}

    /**
     * Hands a driver to the master.
     *
     * @return the submission's id
     * @throws SparkSetupException if the master refuses it
     * @throws IOException if there is no such server
     */
    public String submit(Submission submission) throws IOException {
        ObjectNode request = JSON.createObjectNode();
        request.put("action", "CreateSubmissionRequest");
        request.put("clientSparkVersion", submission.sparkVersion());
        request.put("appResource", submission.jar());
        request.put("mainClass", submission.mainClass());
        submission.arguments().forEach(request.putArray("appArgs")::add);
        submission.environment().forEach(request.putObject("environmentVariables")::put);
        submission.properties().forEach(request.putObject("sparkProperties")::put);
        JsonNode answer = answer(HttpText.post(uri("create"), "application/json;charset=UTF-8", request.toString()));
        if (!answer.path("success").asBoolean()) {
            throw new SparkSetupException("the master at " + address + " refuses the submission: "
                    + message(answer).orElse("it does not say why"));
        }
        return answer.path("submissionId").asText();
    }

    /**
     * Asks how a driver is.
     *
     * @return nothing if the master does not know it
     * @throws IOException if there is no such server
     */
    public Optional<Status> status(String submission) throws IOException {
        JsonNode answer = answer(HttpText.get(uri("status/" + submission)));
        if (!answer.path("success").asBoolean()) {
            return Optional.empty();
        }
        return Optional.of(new Status(
                DriverState.parse(answer.path("driverState").asText()),
                Optional.ofNullable(answer.path("workerHostPort").textValue()),
                message(answer)));
    }

    /**
     * Has a driver ended.
     *
     * @return whether the master will; otherwise it is over already, or never was
     * @throws IOException if there is no such server
     */
    public boolean kill(String submission) throws IOException {
        return answer(HttpText.post(uri("kill/" + submission), "application/json;charset=UTF-8", ""))
                .path("success")
                .asBoolean();
    }

    /** Whether there is such a server at all. */
    public boolean answers() {
        try {
            // Of a submission that is unknown, which every such server can say.
            status("driver-none");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private URI uri(String path) {
        return URI.create("http://" + address + "/v1/submissions/" + path);
    }

    private static Optional<String> message(JsonNode answer) {
        return Optional.ofNullable(answer.path("message").textValue())
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private JsonNode answer(String body) throws IOException {
        JsonNode answer = JSON.readTree(body);
        if (!answer.has("serverSparkVersion")) {
            throw new IOException(address + " is not the REST server of a master");
        }
        return answer;
    }
}
