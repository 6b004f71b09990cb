package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.kubernetes.MiniKubernetes;
import dev.kiln.spark.kubernetes.PodName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications on Kubernetes with Spark 4.0, as far as an API server takes part in them. */
@Tag("engines")
@Timeout(300)
final class KubernetesApplicationsTest {
    @TempDir
    private static Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void requireSpark() {
        assumeTrue(
                MiniKubernetes.isFetched(),
                "fetch a Spark for Kubernetes: mvn -f kiln-spark/src/test/kubernetes/pom.xml package");
    }

    private static Applications applications() {
        return new Applications(directory.resolve("applications"), directory.resolve("agent"), List.of(), Map.of());
    }

    private ApplicationRecord submit(MiniKubernetes kubernetes, String jar) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "of-the-submitter");
        SubmitFlags flags = SubmitFlags.of(
                SubmitFlag.MASTER, kubernetes.master(),
                SubmitFlag.DEPLOY_MODE, "cluster",
                SubmitFlag.CLASS, "org.example.Job",
                SubmitFlag.NAME, "job",
                SubmitFlag.DRIVER_MEMORY, "512m",
                SubmitFlag.CONF, "spark.kubernetes.container.image=spark:4.0.1",
                SubmitFlag.CONF, "spark.kubernetes.driver.label.team=blue",
                SubmitFlag.CONF, "spark.kubernetes.authenticate.submission.oauthTokenFile=" + token);
        SubmitAction action = new SubmitReader(Map.of(), Optional.empty()).read(flags, List.of(jar, "an-argument"));
        return applications()
                .submit(
                        ((SubmitAction.Submit) action).request(),
                        MiniKubernetes.spark(),
                        new PrintStream(out),
                        new PrintStream(err));
    }

    @Test
    void aDriverIsAPodThatIsFollowedAndKilled() throws Exception {
        try (MiniKubernetes kubernetes = MiniKubernetes.start()) {
            ApplicationRecord submitted = submit(kubernetes, "local:///opt/job.jar");
            PodName pod = PodName.parse(submitted.submission().orElseThrow());
            assertThat(pod.namespace()).isEqualTo("default");

            JsonNode driver = kubernetes.objects("pods").get(0);
            assertThat(driver.path("metadata").path("name").asText()).isEqualTo(pod.name());
            assertThat(driver.path("metadata").path("labels").path("spark-role").asText())
                    .isEqualTo("driver");
            assertThat(driver.path("metadata").path("labels").path("team").asText())
                    .isEqualTo("blue");
            JsonNode container = driver.path("spec").path("containers").path(0);
            assertThat(container.path("image").asText()).isEqualTo("spark:4.0.1");
            assertThat(container.path("args").toString())
                    .contains("org.example.Job", "local:///opt/job.jar", "an-argument");
            assertThat(kubernetes
                            .objects("services")
                            .get(0)
                            .path("spec")
                            .path("clusterIP")
                            .asText())
                    .isEqualTo("None");
            assertThat(kubernetes
                            .objects("configmaps")
                            .get(0)
                            .path("data")
                            .path("spark.properties")
                            .asText())
                    .contains("spark.kiln.application=" + submitted.id());

            assertThat(kubernetes.takeTokens()).containsExactly("Bearer of-the-submitter");

            assertThat(applications().get(submitted.id()).state()).isEqualTo(ApplicationState.SUBMITTED);
            assertThat(kubernetes.takeTokens()).containsExactly("Bearer of-the-submitter");
            kubernetes.setPhase(pod.name(), "Running", 0);
            kubernetes.setLog(pod.name(), "so far so good\n");
            assertThat(applications().get(submitted.id()).state()).isEqualTo(ApplicationState.RUNNING);
            watch().print(applications().get(submitted.id()), OptionalInt.empty());
            assertThat(out.toString()).contains("so far so good");

            assertThat(applications().kill(submitted.id())).isTrue();
            assertThat(kubernetes.requests()).contains("DELETE /api/v1/namespaces/default/pods/" + pod.name());
            assertThat(applications().get(submitted.id()).state()).isEqualTo(ApplicationState.KILLED);
        }
    }

    @Test
    void howADriverEndedIsTold() throws Exception {
        try (MiniKubernetes kubernetes = MiniKubernetes.start()) {
            ApplicationRecord submitted = submit(kubernetes, "local:///opt/job.jar");
            PodName pod = PodName.parse(submitted.submission().orElseThrow());
            kubernetes.setPhase(pod.name(), "Failed", 17);
            ApplicationRecord ended = watch().follow(submitted.id(), OptionalInt.empty());
            assertThat(ended.state()).isEqualTo(ApplicationState.FAILED);
            assertThat(ended.outcome().toString()).contains("exit code 17");
        }
    }

    @Test
    void whatAPodWouldNotFindIsSaid() throws Exception {
        Path jar = directory.resolve("here.jar");
        try (MiniKubernetes kubernetes = MiniKubernetes.start()) {
            assertThatThrownBy(() -> submit(kubernetes, jar.toString()))
                    .isInstanceOf(SparkSetupException.class)
                    .hasMessageContaining("the driver's pod would not find " + jar);
            assertThat(kubernetes.requests()).isEmpty();
        }
    }

    private ApplicationWatch watch() {
        return new ApplicationWatch(applications(), new PrintStream(out), new PrintStream(err));
    }
}
