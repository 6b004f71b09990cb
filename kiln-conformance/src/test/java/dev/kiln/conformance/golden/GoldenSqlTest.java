package dev.kiln.conformance.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kiln.conformance.SparkTestArtifact;
import dev.kiln.conformance.server.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Replays golden files against Kiln and demands that every statement in the checked-in list still passes. The property
 * {@code golden.files} chooses the files: {@code tenth} for the fixed tenth, {@code all} for all of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenSqlTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private SparkTestArtifact artifact;
    private Replay replay;
    private PassList listed;

    @BeforeAll
    void connect() {
        listed = PassList.checkedIn("kiln");
        artifact = SparkTestArtifact.open();
        replay = new Replay(TestServers.kiln().address(), LIMIT, artifact);
    }

    @AfterAll
    void disconnect() {
        replay.close();
        artifact.close();
    }

    @TestFactory
    Stream<DynamicTest> listedStatementsPass() {
        boolean all = "all".equals(System.getProperty("golden.files"));
        List<GoldenFile> files = new GoldenSuite(artifact, Runtime.version().feature())
                .files().stream().filter(file -> all || file.inTenth()).toList();
        assertThat(files).hasSizeGreaterThan(20);
        assertThat(files).anyMatch(file -> listed.contains(file.name()));
        return files.stream()
                .filter(file -> listed.contains(file.name()))
                .map(file -> dynamicTest(file.name(), () -> replay(file)));
    }

    private void replay(GoldenFile file) {
        List<Outcome> broken = replay.run(file).stream()
                .filter(outcome -> !outcome.passed())
                .filter(outcome ->
                        listed.contains(file.name(), outcome.statement().number()))
                .toList();
        assertThat(broken).isEmpty();
    }
}
