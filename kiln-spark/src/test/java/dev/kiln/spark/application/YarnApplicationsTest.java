package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.BuiltInSpark;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Applications on YARN with Spark 3.5, which is of another Scala than Kiln's own Spark. */
@Tag("engines")
@Timeout(400)
final class YarnApplicationsTest {
    @TempDir
    private static Path directory;

    private static MiniYarn yarn;
    private static Path jar;
    private static Applications applications;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void startYarn() throws Exception {
        assumeTrue(MiniYarn.isFetched(), "fetch YARN: mvn -f kiln-spark/src/test/yarn/pom.xml package");
        yarn = MiniYarn.start(directory);
        jar = SampleJar.in(
                Files.createDirectories(directory.resolve("sample")),
                "Sample",
                MiniYarn.spark().classPath());
        applications = new Applications(
                directory.resolve("applications"),
                directory.resolve("agent"),
                List.of(),
                Map.of(
                        "HADOOP_CONF_DIR",
                        yarn.configuration().toString(),
                        "HADOOP_HOME",
                        yarn.hadoopHome().toString()));
    }

    @AfterAll
    static void stopYarn() throws Exception {
        if (yarn != null) {
            yarn.close();
        }
    }

    private ApplicationRecord submit(List<String> arguments, String mode) {
        List<String> command = new ArrayList<>(List.of(jar.toString()));
        command.addAll(arguments);
        SubmitFlags flags = SubmitFlags.of(
                SubmitFlag.MASTER, "yarn",
                SubmitFlag.DEPLOY_MODE, mode,
                SubmitFlag.CLASS, SampleJar.MAIN_CLASS,
                SubmitFlag.DRIVER_MEMORY, "512m",
                SubmitFlag.EXECUTOR_MEMORY, "512m",
                SubmitFlag.NUM_EXECUTORS, "1",
                SubmitFlag.CONF, "spark.yarn.jars=local:" + MiniYarn.spark().classPath(),
                SubmitFlag.CONF, "spark.yarn.populateHadoopClasspath=false",
                SubmitFlag.CONF,
                        "spark.yarn.stagingDir=" + directory.resolve("staging").toUri(),
                SubmitFlag.CONF, "spark.yarn.appMasterEnv.SPARK_LOCAL_IP=127.0.0.1",
                SubmitFlag.CONF, "spark.executorEnv.SPARK_LOCAL_IP=127.0.0.1",
                SubmitFlag.CONF, "spark.driver.host=127.0.0.1",
                SubmitFlag.CONF, "spark.yarn.am.memory=512m",
                SubmitFlag.CONF, "spark.ui.enabled=false");
        SubmitAction action = new SubmitReader(Map.of(), Optional.empty()).read(flags, command);
        return applications.submit(
                ((SubmitAction.Submit) action).request(), MiniYarn.spark(), new PrintStream(out), new PrintStream(err));
    }

    private ApplicationWatch watch() {
        return new ApplicationWatch(applications, new PrintStream(out), new PrintStream(err));
    }

    @Test
    void aDriverHereUsesExecutorsThere() {
        ApplicationRecord ended = submit(List.of("pi", "2"), "client");
        assertThat(ended.state()).as(err.toString()).isEqualTo(ApplicationState.FINISHED);
        assertThat(out.toString()).contains("Pi is roughly 3.14", "mode client");
    }

    @Test
    void aDriverThereIsFollowedToItsEnd() throws Exception {
        ApplicationRecord submitted = submit(List.of("pi", "2"), "cluster");
        assertThat(submitted.submission())
                .hasValueSatisfying(id -> assertThat(id).startsWith("application_"));
        ApplicationRecord ended = watch().follow(submitted.id(), OptionalInt.empty());
        assertThat(ended.state()).as(err.toString()).isEqualTo(ApplicationState.FINISHED);
        assertThat(out.toString()).as(err.toString()).contains("Pi is roughly 3.14", "mode cluster");
        assertThatThrownBy(() -> watch().print(ended, OptionalInt.of(1)))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageContaining(
                        "yarn logs -applicationId " + submitted.submission().orElseThrow());
    }

    @Test
    void aDriverThereIsKilled() throws Exception {
        ApplicationRecord submitted = submit(List.of("hold", "300"), "cluster");
        SampleCluster.await(() -> applications.get(submitted.id()).state() == ApplicationState.RUNNING);
        assertThat(applications.kill(submitted.id())).isTrue();
        assertThat(watch().follow(submitted.id(), OptionalInt.empty()).state()).isEqualTo(ApplicationState.KILLED);
    }

    @Test
    void whatIsMissingIsSaid() {
        SubmitAction action = new SubmitReader(Map.of(), Optional.empty())
                .read(
                        SubmitFlags.of(SubmitFlag.MASTER, "yarn", SubmitFlag.CLASS, SampleJar.MAIN_CLASS),
                        List.of(jar.toString()));
        Applications unconfigured =
                new Applications(directory.resolve("applications"), directory.resolve("agent"), List.of(), Map.of());
        assertThatThrownBy(() -> unconfigured.submit(
                        ((SubmitAction.Submit) action).request(),
                        BuiltInSpark.distribution(),
                        new PrintStream(out),
                        new PrintStream(err)))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageContaining("set HADOOP_CONF_DIR")
                .hasMessageContaining("knows nothing of YARN: it has no spark-yarn_*.jar");
    }
}
