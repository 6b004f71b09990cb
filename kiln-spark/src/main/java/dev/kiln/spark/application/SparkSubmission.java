package dev.kiln.spark.application;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hands drivers to a cluster through Spark's own SparkSubmit, and reads the driver's id off what that says. */
final class SparkSubmission {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final SparkSubmitProcess sparkSubmit;

    SparkSubmission(SparkSubmitProcess sparkSubmit) {
        this.sparkSubmit = sparkSubmit;
    }

    /** How a kind of cluster managers is told not to wait for the end, and what it says of a driver that it took. */
    enum Dialect {
        /** Through the master itself, which has no REST server. */
        STANDALONE(
                Map.of("spark.master.rest.enabled", "false", "spark.standalone.submit.waitAppCompletion", "false"),
                "successfully submitted as (driver-\\d{14}-\\d{4,})"),
        YARN(Map.of("spark.yarn.submit.waitAppCompletion", "false"), "(application_\\d+_\\d{4,})"),
        KUBERNETES(
                Map.of("spark.kubernetes.submission.waitAppCompletion", "false"),
                "submission ID ([a-z0-9.-]+:[a-z0-9.-]+)");

        private final Map<String, String> properties;
        private final Pattern id;

        Dialect(Map<String, String> properties, String id) {
            this.properties = properties;
            this.id = Pattern.compile(id);
        }
    }

    /**
     * Submits a driver.
     *
     * @return the cluster manager's id of it
     * @throws SparkSetupException if the cluster does not take it; the message quotes Spark
     */
    String submit(SubmitRequest request, Dialect dialect, ApplicationDirectory place) {
        Process process =
                sparkSubmit.startQuietly(request.with(request.properties().with(dialect.properties)), place);
        try {
            if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SparkSetupException("the submission does not end within " + LONGEST.toMinutes() + " minutes");
            }
            String said = Files.readString(place.errors());
            Matcher accepted = dialect.id.matcher(said);
            if (!accepted.find() || (process.exitValue() != 0 && dialect != Dialect.STANDALONE)) {
                throw new SparkSetupException("the cluster does not take the submission:\n" + said.strip());
            }
            return accepted.group(1);
        } catch (IOException e) {
            throw new SparkSetupException("cannot read what Spark said: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SparkSetupException("interrupted while submitting", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
