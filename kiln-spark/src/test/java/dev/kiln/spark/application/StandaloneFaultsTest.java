package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spark.cluster.Daemon;
import dev.kiln.spark.standalone.MasterState;
import java.nio.file.Path;
import java.util.List;
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
