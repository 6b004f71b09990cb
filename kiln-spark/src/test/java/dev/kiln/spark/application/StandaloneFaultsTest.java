package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spark.cluster.Daemon;
import dev.kiln.spark.master.HostPort;
import dev.kiln.spark.standalone.MasterState;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to applications when parts of their cluster are lost, or it lacks some. */
@Tag("engines")
@Timeout(300)
final class StandaloneFaultsTest {
    @TempDir
    private Path directory;

    @Test
    void aSupervisedDriverMovesToAnotherWorker() throws Exception {
        try (SampleCluster cluster = SampleCluster.start(directory, true)) {
            ApplicationRecord submitted = cluster.submit(cluster.onCluster(
                    List.of("wait", "300"), SubmitFlag.DEPLOY_MODE, "cluster", SubmitFlag.SUPERVISE, ""));
            ProcessHandle first = cluster.process(submitted, 1);
            ProcessHandle worker = first.parent().orElseThrow();
            assertThat(cluster.workers())
                    .extracting(daemon -> daemon.process().pid())
                    .contains(worker.pid());

            worker.destroyForcibly();
            SampleCluster.await(() -> !first.isAlive());
            SampleCluster.await(() -> {
                ApplicationRecord now = cluster.applications().get(submitted.id());
                return now.state() == ApplicationState.RUNNING
                        && !now.submission().equals(submitted.submission());
            });
            ProcessHandle second = cluster.process(submitted, 1);
            assertThat(second.pid()).isNotEqualTo(first.pid());

            assertThat(cluster.applications().kill(submitted.id())).isTrue();
            assertThat(cluster.watch()
                            .follow(submitted.id(), OptionalInt.empty())
                            .state())
                    .isEqualTo(ApplicationState.KILLED);
            SampleCluster.await(() -> !second.isAlive());
        }
    }

    @Test
    void whereThereIsNoRestServerTheOlderWayIsTaken() throws Exception {
        try (SampleCluster cluster = SampleCluster.start(directory, false)) {
            ApplicationRecord submitted =
                    cluster.submit(cluster.onCluster(List.of("pi", "2"), SubmitFlag.DEPLOY_MODE, "cluster"));
            ApplicationRecord ended = cluster.watch().follow(submitted.id(), OptionalInt.empty());
            assertThat(ended.state()).as(cluster.err.toString()).isEqualTo(ApplicationState.FINISHED);
            assertThat(cluster.out.toString()).contains("Pi is roughly 3.14", "mode cluster");

            ApplicationRecord waiting =
                    cluster.submit(cluster.onCluster(List.of("wait", "300"), SubmitFlag.DEPLOY_MODE, "cluster"));
            ProcessHandle driver = cluster.process(waiting, 1);
            assertThat(cluster.applications().kill(waiting.id())).isTrue();
            assertThat(cluster.watch().follow(waiting.id(), OptionalInt.empty()).state())
                    .isEqualTo(ApplicationState.KILLED);
            SampleCluster.await(() -> !driver.isAlive());
        }
    }

    /** The other master of the URL is not there from the beginning; what asked it once asks the one that is. */
    @Test
    void oneOfSeveralMastersIsEnough() throws Exception {
        try (SampleCluster cluster = SampleCluster.start(directory, true)) {
            String both = cluster.master().masterUrl().replace("spark://", "spark://127.0.0.1:1,");
            ApplicationRecord here = cluster.submit(cluster.onCluster(List.of("pi", "2"), SubmitFlag.MASTER, both));
            assertThat(here.state()).as(cluster.err.toString()).isEqualTo(ApplicationState.FINISHED);

            ApplicationRecord there = cluster.submit(cluster.onCluster(
                    List.of("wait", "300"), SubmitFlag.MASTER, both, SubmitFlag.DEPLOY_MODE, "cluster"));
            ProcessHandle driver = cluster.process(there, 1);
            String submission = there.submission().orElseThrow();
            new ApplicationRegistry(directory.resolve("applications"))
                    .write(there.with(Optional.of(URI.create("http://127.0.0.1:1")))
                            .with(new DriverPlace.InCluster(submission, Optional.of(new HostPort("127.0.0.1", 1)))));
            ApplicationRecord now = cluster.applications().get(there.id());
            assertThat(now.state()).isEqualTo(ApplicationState.RUNNING);
            assertThat(now.page()).contains(cluster.master().page());
            assertThat(cluster.applications().kill(there.id())).isTrue();
            SampleCluster.await(() -> !driver.isAlive());
        }
    }

    @Test
    void whenTheMasterIsGoneTheLastThatWasKnownIsSaid() throws Exception {
        try (SampleCluster cluster = SampleCluster.start(directory, true)) {
            ApplicationRecord submitted =
                    cluster.submit(cluster.onCluster(List.of("wait", "300"), SubmitFlag.DEPLOY_MODE, "cluster"));
            ProcessHandle driver = cluster.process(submitted, 1);
            Daemon master = cluster.master();
            assertThat(MasterState.ask(master.page()).drivers()).hasSize(1);

            master.process().find().orElseThrow().destroyForcibly();
            SampleCluster.await(() -> !master.process().isAlive());
            ApplicationRecord now = cluster.applications().get(submitted.id());
            assertThat(now.state()).isEqualTo(ApplicationState.RUNNING);
            assertThat(now.outcome().note())
                    .hasValueSatisfying(note -> assertThat(note).startsWith("not known at the moment"));
            assertThat(driver.isAlive()).isTrue();
        }
    }
}
