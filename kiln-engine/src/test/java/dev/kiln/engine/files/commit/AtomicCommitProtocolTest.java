package dev.kiln.engine.files.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.files.commit.WriteRecord.Committed;
import dev.kiln.engine.files.commit.WriteRecord.Move;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicCommitProtocolTest {
    @TempDir
    Path home;

    private Path output;
    private WriteJobs jobs;

    @BeforeEach
    void setUp() {
        output = home.resolve("data").resolve("out");
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
        WriteJobs.Job quick = jobs.start(output, false, output);
        quick.write("", "quick");
        quick.commit();
        slow.commit();
        assertThat(contents(output).values()).contains("quick", "slow").doesNotContain("old");
        assertNothingIsLeft();
    }

    @Test
    void aWriteThatDiedBeforeItsCommitIsRemoved() throws Exception {
        WriteJobs.Job job = jobs.start(output, false);
        job.write("", "a");
        WriteJournal.in(home).recover(jobs.hadoop());
        assertThat(output).doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void aCommitThatDiedHalfWayIsCarriedOut() throws Exception {
        Path staging = Files.createDirectories(home.resolve(".kiln-staging-x"));
        Path staged = Files.writeString(staging.resolve("two"), "2");
        Path moved = Files.createDirectories(output.resolve("p=1")).resolve("one");
        Files.writeString(moved, "1");
        Path gone = output.resolve("p=1").resolve("gone");
        Path old = Files.writeString(output.resolve("p=1").resolve("old"), "0");
        Committed commit = new Committed(
                WriteJobs.hadoopPath(staging),
                List.of(WriteJobs.hadoopPath(gone), WriteJobs.hadoopPath(old)),
                List.of(WriteJobs.hadoopPath(output.resolve("p=1"))),
                List.of(
                        new Move(WriteJobs.hadoopPath(staging.resolve("one")), WriteJobs.hadoopPath(moved)),
                        new Move(
                                WriteJobs.hadoopPath(staged),
                                WriteJobs.hadoopPath(output.resolve("p=2").resolve("two")))));
        WriteJournal.in(home).record("x", commit);

        WriteJournal.in(home).recover(jobs.hadoop());

        assertThat(contents(output)).isEqualTo(Map.of("p=1/one", "1", "p=2/two", "2"));
        assertNothingIsLeft();
    }

    @Test
    void aWriteWithoutAJournalIsRefused() {
        AtomicCommitProtocol protocol =
                new AtomicCommitProtocol("id", output.toUri().toString(), false);
        assertThatThrownBy(() -> protocol.setupJob(new JobContextImpl(new Configuration(false), new JobID("t", 1))))
                .hasMessageContaining(WriteJournal.DIRECTORY_KEY);
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
                if (!file.getFileName().toString().startsWith(".")) {
                    String name = directory.relativize(file).toString();
                    contents.put(name, Files.readString(file));
                }
            }
        }
        return contents;
    }
}
