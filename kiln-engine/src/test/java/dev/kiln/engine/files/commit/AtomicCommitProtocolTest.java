package dev.kiln.engine.files.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.DeferredChanges;
import dev.kiln.engine.files.commit.WriteRecord.Move;
import dev.kiln.engine.files.commit.WriteRecord.Placed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicCommitProtocolTest {
    @TempDir
    Path home;

    private Path output;
    private WriteJobs jobs;

    @BeforeEach
    void setUp() throws IOException {
        output = home.resolve("data").resolve("out");
        jobs = new WriteJobs(home);
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    /** What a new process does with a home that a killed one has left. */
    private void restart() throws IOException {
        jobs.close();
        jobs = new WriteJobs(home);
    }

    @Test
    void nothingIsVisibleBeforeTheCommit() throws Exception {
        WriteJobs.Job job = jobs.start(output, false);
        job.write("", "a");
        job.write("p=1", "b");
        assertThat(output).doesNotExist();
        job.commit();
        assertThat(contents(output).keySet().stream().map(name -> name.replaceAll("-[0-9a-f]{8}-[0-9a-f-]{27}", "")))
                .containsExactly("_SUCCESS", "p=1/part-00000-c1", "part-00000-c0");
        assertNothingIsLeft();
    }

    @Test
    void aFailedWriteLeavesNothing() throws Exception {
        WriteJobs.Job job = jobs.start(output, false);
        job.write("", "a");
        job.abort();
        assertThat(output).doesNotExist();
        assertThat(output.getParent()).doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void anAppendKeepsWhatIsThere() throws Exception {
        write(false, "one");
        write(false, "two");
        assertThat(contents(output).values()).contains("one", "two");
        assertNothingIsLeft();
    }

    @Test
    void anOverwriteDeletesOnlyWhenItCommits() throws Exception {
        write(false, "old");
        WriteJobs.Job failed = jobs.start(output, false, output);
        failed.write("", "never");
        assertThat(contents(output)).containsValue("old");
        failed.abort();
        assertThat(contents(output)).containsValue("old").doesNotContainValue("never");

        WriteJobs.Job job = jobs.start(output, false, output);
        job.write("", "new");
        job.commit();
        assertThat(contents(output)).containsValue("new").doesNotContainValue("old");
        assertNothingIsLeft();
    }

    @Test
    void aDynamicOverwriteReplacesThePartitionsThatItWrites() throws Exception {
        WriteJobs.Job first = jobs.start(output, false);
        first.write("p=1", "one");
        first.write("p=2", "two");
        first.commit();
        WriteJobs.Job second = jobs.start(output, true);
        second.write("p=2", "deux");
        second.commit();
        assertThat(contents(output).values()).contains("one", "deux").doesNotContain("two");
        assertNothingIsLeft();
    }

    @Test
    void filesForOtherDirectoriesGoThere() throws Exception {
        Path custom = home.resolve("custom");
        WriteJobs.Job job = jobs.start(output, false);
        job.write("p=1", "one");
        job.writeTo(custom, "elsewhere");
        assertThat(custom).doesNotExist();
        job.commit();
        assertThat(contents(custom)).containsValue("elsewhere");
        assertThat(contents(output)).containsValue("one");
        assertNothingIsLeft();
    }

    @Test
    void successFilesCanBeTurnedOff() throws Exception {
        jobs.hadoop().set("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");
        write(false, "one");
        assertThat(contents(output)).hasSize(1);
    }

    @Test
    void twoWritersDoNotSeeEachOther() throws Exception {
        write(false, "old");
        WriteJobs.Job slow = jobs.start(output, false);
        slow.write("", "slow");
        Thread other = new Thread(() -> {
            try {
                WriteJobs.Job quick = jobs.start(output, false, output);
                quick.write("", "quick");
                quick.commit();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        other.join();
        slow.commit();
        assertThat(contents(output).values()).contains("quick", "slow").doesNotContain("old");
        assertNothingIsLeft();
    }

    @Test
    void aWriteThatDiedBeforeItsCommitIsRemoved() throws Exception {
        Thread killed = new Thread(() -> {
            try {
                jobs.start(output, false).write("", "a");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        killed.start();
        killed.join();
        restart();
        assertThat(output).doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void aCommandThatFailsAfterItsFilesWereInPlaceLeavesWhatWasThere() throws Exception {
        WriteJobs.Job first = jobs.start(output, false);
        first.write("", "one");
        first.write("p=1", "uno");
        first.commit();
        Map<String, String> before = contents(output);
        WriteJobs.Job overwrite = jobs.start(output, false, output);
        overwrite.write("", "two");
        overwrite.write("p=2", "due");
        overwrite.commitFiles();
        assertThat(contents(output)).containsValue("due").doesNotContainValue("uno");
        overwrite.failCommand();
        assertThat(contents(output)).isEqualTo(before);
        assertThat(output.resolve("p=2")).doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void aNewDirectoryGoesAwayWithItsCommand() throws Exception {
        WriteJobs.Job job = jobs.start(output, false);
        job.write("p=1", "one");
        job.commitFiles();
        assertThat(output).exists();
        job.failCommand();
        assertThat(output.getParent()).doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void filesThatDiedInPlaceStayOnlyIfTheCatalogSaysSo() throws Exception {
        Path staging = Files.createDirectories(home.resolve(".kiln-staging-x"));
        Path moved = Files.createDirectories(output.resolve("p=1")).resolve("one");
        Files.writeString(moved, "1");
        Path staged = Files.writeString(staging.resolve("two"), "2");
        Path kept = Files.writeString(staging.resolve("0"), "0");
        Path old = output.resolve("p=0").resolve("old");
        Path created = output.resolve("p=2");
        Placed write = new Placed(
                WriteJobs.hadoopPath(staging),
                "mark",
                List.of(new Move(WriteJobs.hadoopPath(old), WriteJobs.hadoopPath(kept))),
                List.of(WriteJobs.hadoopPath(old.getParent())),
                List.of(
                        new Move(WriteJobs.hadoopPath(staging.resolve("one")), WriteJobs.hadoopPath(moved)),
                        new Move(WriteJobs.hadoopPath(staged), WriteJobs.hadoopPath(created.resolve("two")))),
                List.of(WriteJobs.hadoopPath(moved), WriteJobs.hadoopPath(created.resolve("two"))),
                List.of(WriteJobs.hadoopPath(created)));
        jobs.journal().record("x", write);
        restart();
        assertThat(contents(output)).isEqualTo(Map.of("p=0/old", "0"));
        assertNothingIsLeft();

        Files.createDirectories(staging);
        try (DeferredChanges changes = jobs.catalog().defer()) {
            changes.commit("mark");
        }
        jobs.journal().record("x", write);
        restart();
        assertThat(contents(output)).isEqualTo(Map.of("p=0/old", "0"));
        assertThat(jobs.catalog().isMarked("mark")).isFalse();
        assertNothingIsLeft();
    }

    @Test
    void aWriteOutsideOfACommandIsRefused() {
        AtomicCommitProtocol protocol =
                new AtomicCommitProtocol("id", output.toUri().toString(), false);
        assertThatThrownBy(() -> protocol.setupJob(new JobContextImpl(new Configuration(false), new JobID("t", 1))))
                .hasMessageContaining("by commands only");
    }

    private void write(boolean dynamic, String content) throws Exception {
        WriteJobs.Job job = jobs.start(output, dynamic);
        job.write("", content);
        job.commit();
    }

    private void assertNothingIsLeft() throws IOException {
        try (var files = Files.walk(home)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.contains("staging") || name.endsWith(".write"));
        }
    }

    /** Visible files by their relative names. */
    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(file).toString();
                if (!file.getFileName().toString().startsWith(".") && !name.startsWith(".kiln-staging-")) {
                    contents.put(name, Files.readString(file));
                }
            }
        }
        return contents;
    }
}
