package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.master.ClusterManager;
import dev.kiln.spark.master.DeployMode;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.process.ProcessIdentity;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApplicationRegistryTest {
    @TempDir
    private Path directory;

    private static ApplicationRecord record(String id, int second, ApplicationState state) {
        return new ApplicationRecord(
                id,
                "a name",
                ClusterManager.STANDALONE,
                DeployMode.CLUSTER,
                "spark://a:7077",
                Optional.of(URI.create("http://a:8080")),
                Path.of("/spark"),
                Instant.ofEpochSecond(second),
                "here",
                Map.of("spark.kubernetes.context", "blue"),
                new DriverPlace.Nowhere(),
                Outcome.of(state));
    }

    @Test
    void whatIsWrittenIsReadTheSame() {
        ApplicationRegistry registry = new ApplicationRegistry(directory);
        ApplicationRecord nowhere = record("kiln-1", 3, ApplicationState.SUBMITTED);
        ApplicationRecord here = record("kiln-2", 2, ApplicationState.FAILED)
                .with(new DriverPlace.Here(
                        new ProcessIdentity(7, Instant.ofEpochMilli(123_456)),
                        new ProcessIdentity(8, Instant.ofEpochMilli(123_455))))
                .with(Outcome.ended(7, ApplicationState.FAILED));
        ApplicationRecord there = record("kiln-3", 1, ApplicationState.RUNNING)
                .with(new DriverPlace.InCluster("driver-1", Optional.of(new HostPort("a", 6066))))
                .with(Outcome.of(ApplicationState.LOST, "gone"));
        registry.write(there);
        registry.write(nowhere);
        registry.write(here);
        assertThat(registry.all()).containsExactly(nowhere, here, there);
    }

    @Test
    void theLatestThatEndedAreKeptAndAllThatHaveNot() throws Exception {
        ApplicationRegistry registry = new ApplicationRegistry(directory, 2);
        registry.write(record("kiln-running", 0, ApplicationState.RUNNING));
        registry.write(record("kiln-first", 1, ApplicationState.FINISHED));
        Files.writeString(registry.directory("kiln-first").output(), "printed");
        registry.write(record("kiln-second", 2, ApplicationState.FAILED));
        registry.write(record("kiln-third", 3, ApplicationState.KILLED));
        registry.write(record("kiln-fourth", 4, ApplicationState.SUBMITTED));
        assertThat(registry.all())
                .extracting(ApplicationRecord::id)
                .containsExactly("kiln-fourth", "kiln-third", "kiln-second", "kiln-running");
        assertThat(directory.resolve("kiln-first")).doesNotExist();
    }

    @Test
    void anyIdLeadsToOneApplication() {
        ApplicationRegistry registry = new ApplicationRegistry(directory);
        ApplicationRecord first = record("kiln-20261121-aaa", 1, ApplicationState.RUNNING)
                .with(new DriverPlace.InCluster("driver-1", Optional.empty()));
        registry.write(first);
        registry.write(record("kiln-20261121-bbb", 2, ApplicationState.RUNNING));
        assertThat(registry.get("aaa")).isEqualTo(first);
        assertThat(registry.get("driver-1")).isEqualTo(first);
        assertThat(registry.get("kiln-20261121-a")).isEqualTo(first);
        assertThatThrownBy(() -> registry.get("kiln-2026"))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageContaining("could be any of");
        assertThatThrownBy(() -> registry.get("driver-2"))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageContaining("no application 'driver-2'");
    }

    @Test
    void anApplicationThatNobodyWaitsForIsLostForGood() throws Exception {
        ApplicationRegistry registry = new ApplicationRegistry(directory);
        String machine = InetAddress.getLocalHost().getHostName();
        ProcessIdentity ended = new ProcessIdentity(ProcessHandle.current().pid(), Instant.EPOCH);
        ProcessIdentity alive = ProcessIdentity.of(ProcessHandle.current());
        registry.write(here("kiln-deserted", machine, ended, ended));
        registry.write(here("kiln-just-ended", machine, ended, alive));
        registry.write(here("kiln-orphan", machine, alive, ended));
        registry.write(here("kiln-elsewhere", "another.invalid", ended, ended));
        new Applications(directory, directory, List.of(), Map.of()).all();
        assertThat(registry.get("kiln-deserted").state()).isEqualTo(ApplicationState.LOST);
        for (String id : List.of("kiln-just-ended", "kiln-orphan", "kiln-elsewhere")) {
            assertThat(registry.get(id).state()).as(id).isEqualTo(ApplicationState.RUNNING);
        }
    }

    private static ApplicationRecord here(String id, String machine, ProcessIdentity driver, ProcessIdentity waiter) {
        return new ApplicationRecord(
                id,
                "a name",
                ClusterManager.LOCAL,
                DeployMode.CLIENT,
                "local[*]",
                Optional.empty(),
                Path.of("/spark"),
                Instant.ofEpochSecond(1),
                machine,
                Map.of(),
                new DriverPlace.Here(driver, waiter),
                Outcome.of(ApplicationState.RUNNING));
    }

    @Test
    void anApplicationThatNeverGotADriverIsLostAfterAWhile() {
        ApplicationRegistry registry = new ApplicationRegistry(directory);
        registry.write(record("kiln-old", 1, ApplicationState.SUBMITTED));
        registry.write(record("kiln-new", Math.toIntExact(Instant.now().getEpochSecond()), ApplicationState.SUBMITTED));
        Applications applications = new Applications(directory, directory, List.of(), Map.of());
        assertThat(applications.get("kiln-old").state()).isEqualTo(ApplicationState.LOST);
        assertThat(applications.get("kiln-new").state()).isEqualTo(ApplicationState.SUBMITTED);
    }
}
