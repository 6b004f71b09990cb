package dev.kiln.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.CarriedJar;
import dev.kiln.spark.distribution.Distributions;
import dev.kiln.spark.kubernetes.LocalNode;
import dev.kiln.spark.kubernetes.MiniKubernetes;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines of Spark 4.0 on Kubernetes, with an API server and a node that are stood in for. */
@Tag("engines")
@Timeout(240)
final class KubernetesEnginesTest {
    @TempDir
    private Path home;

    @BeforeAll
    static void requireSpark() {
        assumeTrue(
                MiniKubernetes.isFetched(),
                "fetch a Spark for Kubernetes: mvn -f kiln-spark/src/test/kubernetes/pom.xml package");
    }

    private Engines engines() {
        Distributions distributions = new Distributions(
                home,
                List.of(),
                Map.of("SPARK_HOME", MiniKubernetes.spark().home().toString()));
        return Engines.open(home, distributions, SparkSettings.of(Map.of()));
    }

    private EngineProfile profile(MiniKubernetes kubernetes, String deployMode, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kiln.spark.master",
                kubernetes.master(),
                "kiln.spark.deployMode",
                deployMode,
                "kiln.spark.driver.memory",
                "512m",
                "kiln.spark.executors",
                "1",
                "kiln.spark.agentJar",
                "local://" + CarriedJar.AGENT.unpackedIn(home),
                "spark.kubernetes.container.image",
                "spark:4.0.1"));
        if (deployMode.equals("client")) {
            settings.put("spark.driver.host", "127.0.0.1");
        }
        settings.putAll(more);
        return SparkSettings.profile(settings);
    }

    @Test
    void aDriverInAPodLivesAsLongAsItIsWanted() throws Exception {
        try (MiniKubernetes kubernetes = MiniKubernetes.start();
                LocalNode node = new LocalNode(kubernetes, home)) {
            kubernetes.use(node);
            ProcessHandle driver;
            try (Engines engines = engines()) {
                long begin = System.nanoTime();
                RunningEngine engine = engines.launch(profile(kubernetes, "cluster", Map.of()));
                System.out.printf("k8s cluster: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
                driver = ProcessHandle.of(engine.report().pid()).orElseThrow();
                assertThat(engine.report().sparkVersion()).isEqualTo("4.0.1");
                assertThat(engine.report().host()).isEqualTo("127.0.0.1");
                assertThat(ConnectProbe.ask(engine, engine.token())).isEqualTo(Status.Code.OK);
                assertThat(ConnectProbe.ask(engine, "guess")).isEqualTo(Status.Code.UNAUTHENTICATED);

                JsonNode pod = pod(kubernetes, "driver");
                assertThat(pod.path("metadata").path("name").asText()).isEqualTo(engine.id() + "-driver");
                assertThat(pod.toString()).doesNotContain(engine.token());
                assertThat(kubernetes.objects("configmaps").toString()).doesNotContain(engine.token());
                JsonNode secret = kubernetes.objects("secrets").get(0);
                assertThat(secret.path("metadata").path("name").asText()).isEqualTo(engine.id() + "-driver-secret");
                assertThat(secret.path("metadata")
                                .path("ownerReferences")
                                .path(0)
                                .path("uid")
                                .asText())
                        .isEqualTo(pod.path("metadata").path("uid").asText());
                assertThat(pod(kubernetes, "executor")
                                .path("metadata")
                                .path("labels")
                                .path("spark-exec-id")
                                .asText())
                        .isEqualTo("1");
            }
            assertThat(driver.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
            assertThat(kubernetes.objects("pods"))
                    .noneMatch(pod -> pod.path("metadata").path("name").asText().endsWith("-driver"));
        }
    }

    private static JsonNode pod(MiniKubernetes kubernetes, String role) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            for (JsonNode pod : kubernetes.objects("pods")) {
                if (pod.path("metadata")
                        .path("labels")
                        .path("spark-role")
                        .asText()
                        .equals(role)) {
                    return pod;
                }
            }
            assertThat(System.nanoTime()).as("waiting for a pod of " + role).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Test
    void aDriverHereAsksForExecutorsThere() throws Exception {
        try (MiniKubernetes kubernetes = MiniKubernetes.start()) {
            String executor;
            try (Engines engines = engines()) {
                long begin = System.nanoTime();
                RunningEngine engine = engines.launch(profile(kubernetes, "client", Map.of()));
                System.out.printf("k8s client: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
                assertThat(ConnectProbe.ask(engine, engine.token())).isEqualTo(Status.Code.OK);
                executor = pod(kubernetes, "executor")
                        .path("metadata")
                        .path("name")
                        .asText();
            }
            assertThat(kubernetes.requests())
                    .anySatisfy(request -> assertThat(request).startsWith("DELETE /api/v1/namespaces/default/pods"));
            assertThat(executor).contains("-exec-1");
        }
    }

    @Test
    void whatWasSubmittedByADeadKilnIsEnded() throws Exception {
        try (MiniKubernetes kubernetes = MiniKubernetes.start();
                LocalNode node = new LocalNode(kubernetes, home)) {
            kubernetes.use(node);
            Engines dead = engines();
            RunningEngine engine = dead.launch(profile(kubernetes, "cluster", Map.of()));
            ProcessHandle driver = ProcessHandle.of(engine.report().pid()).orElseThrow();
            engines().close();
            assertThat(driver.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
            assertThat(kubernetes.objects("pods"))
                    .noneMatch(pod -> pod.path("metadata").path("name").asText().equals(engine.id() + "-driver"));
            dead.close();
        }
    }

    @Test
    void whyThereIsNoDriverIsSaid() throws Exception {
        try (MiniKubernetes kubernetes = MiniKubernetes.start();
                Engines engines = engines()) {
            assertThatExceptionOfType(SparkSetupException.class)
                    .isThrownBy(() -> engines.launch(profile(kubernetes, "cluster", Map.of("kiln.spark.agentJar", ""))))
                    .withMessageContaining("the driver's pod would not find Kiln's agent");
            assertThatExceptionOfType(SparkSetupException.class)
                    .isThrownBy(() ->
                            engines.launch(profile(kubernetes, "cluster", Map.of("kiln.spark.launchTimeout", "20s"))))
                    .withMessageContaining("did not report within 20 s")
                    .withMessageContaining("kiln.spark.ownerHost");
            assertThat(kubernetes.objects("pods")).isEmpty();
        }
    }

    @Test
    void whyADriverInAPodFailedIsSaid() throws Exception {
        try (MiniKubernetes kubernetes = MiniKubernetes.start();
                LocalNode node = new LocalNode(kubernetes, home);
                Engines engines = engines()) {
            kubernetes.use(node);
            assertThatExceptionOfType(SparkSetupException.class)
                    .isThrownBy(() -> engines.launch(
                            profile(kubernetes, "cluster", Map.of("spark.serializer", "no.such.Serializer"))))
                    .withMessageContaining("ClassNotFoundException: no.such.Serializer");
            assertThat(kubernetes.objects("pods")).isEmpty();
        }
    }

    /** Where there is a real cluster, which must reach this machine, and an image with the agent in it. */
    @Test
    void aRealClusterRunsADriver() {
        Map<String, String> environment = System.getenv();
        assumeTrue(
                environment.keySet().containsAll(List.of("KILN_TEST_K8S", "KILN_TEST_IMAGE", "KILN_TEST_OWNER_HOST")),
                "no cluster: set KILN_TEST_K8S (k8s://https://host:6443), KILN_TEST_IMAGE (Spark 4.0.1 with Kiln's agent"
                        + " as /opt/kiln-agent.jar) and KILN_TEST_OWNER_HOST (this machine's address for pods)");
        Map<String, String> settings = Map.of(
                "kiln.spark.master", environment.get("KILN_TEST_K8S"),
                "kiln.spark.deployMode", "cluster",
                "kiln.spark.ownerHost", environment.get("KILN_TEST_OWNER_HOST"),
                "kiln.spark.agentJar", "local:///opt/kiln-agent.jar",
                "spark.kubernetes.container.image", environment.get("KILN_TEST_IMAGE"));
        Distributions distributions = new Distributions(
                home,
                List.of(),
                Map.of("SPARK_HOME", MiniKubernetes.spark().home().toString()));
        try (Engines engines = Engines.open(home, distributions, SparkSettings.of(settings))) {
            RunningEngine engine = engines.launch(SparkSettings.profile(settings));
            assertThat(ConnectProbe.ask(engine, engine.token())).isEqualTo(Status.Code.OK);
        }
    }
}
