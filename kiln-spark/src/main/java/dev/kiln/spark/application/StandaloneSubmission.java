package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.standalone.RestGateway;
import dev.kiln.spark.standalone.StandaloneContact;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Hands drivers to a standalone cluster: to the master's REST server by one HTTP request, or where there is none through
 * Spark's older way, which takes a virtual machine.
 */
final class StandaloneSubmission {
    private final SparkSubmission sparkSubmit;
    private final Map<String, String> environment;
    private final String sparkVersion;

    StandaloneSubmission(SparkSubmission sparkSubmit, Map<String, String> environment, String sparkVersion) {
        this.sparkSubmit = sparkSubmit;
        this.environment = Map.copyOf(environment);
        this.sparkVersion = sparkVersion;
    }

    /**
     * Submits a driver.
     *
     * @param mainClass the application's, as said or as its jar says
     * @return where the driver is
     * @throws SparkSetupException if the cluster does not take it
     */
    DriverPlace.InCluster submit(
            SubmitRequest request, String mainClass, StandaloneContact contact, ApplicationDirectory place) {
        Optional<HostPort> rest = contact.rest().map(RestGateway::address);
        try {
            String id = contact.rest().isPresent()
                    ? contact.rest().get().submit(submission(request, mainClass))
                    : sparkSubmit.submit(request, SparkSubmission.Dialect.STANDALONE, place);
            return new DriverPlace.InCluster(id, rest);
        } catch (IOException e) {
            throw new SparkSetupException("the submission did not reach the master: " + e.getMessage(), e);
        }
    }

    private RestGateway.Submission submission(SubmitRequest request, String mainClass) {
        Map<String, String> properties = new TreeMap<>(request.properties().values());
        for (String list : new String[] {"spark.jars", "spark.files", "spark.archives"}) {
            properties.computeIfPresent(list, (key, value) -> request.properties().list(list).stream()
                    .map(ApplicationFile::absolute)
                    .collect(Collectors.joining(",")));
        }
        if (request.file().isJar()) {
            properties.merge("spark.jars", request.file().uri(), (jars, jar) -> jars + "," + jar);
        }
        properties.put("spark.driver.supervise", String.valueOf(request.supervise()));
        // Where this machine's driver would be says nothing of a worker's.
        properties.remove("spark.driver.host");
        return new RestGateway.Submission(
                sparkVersion, request.file().uri(), mainClass, request.arguments(), variables(), properties);
    }

    /** What Spark passes on as well: its own variables, but not where it lies on this machine. */
    private Map<String, String> variables() {
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("SPARK_"))
                .filter(variable ->
                        !variable.getKey().matches("SPARK_(HOME|CONF_DIR|ENV_LOADED|LOCAL_IP|SCALA_VERSION)"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
