package dev.kiln.spark.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.launch.SparkSettings;
import dev.kiln.spark.launch.TestCluster;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions on engines of a real standalone cluster. */
@Tag("engines")
@Timeout(240)
final class StandaloneSparkEngineTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"client", "cluster"})
    void answersWhereverTheDriverRuns(String deployMode) {
        try (TestCluster cluster = TestCluster.start(home);
                SparkEngines engine = SparkEngines.open(
                        SparkSettings.of(cluster.settings(deployMode, Map.of())),
                        home.resolve("engines"),
                        BuiltInSpark.distributions());
                TestSession session = TestSession.open(engine)) {
            assertThat(session.rows("SELECT id % 7 AS k, count(*) FROM range(100000) GROUP BY 1"))
                    .isEqualTo(7);
            session.run(TestSession.command("CREATE TEMPORARY VIEW v AS SELECT explode(sequence(1, 5)) AS n"));
            assertThat(session.rows("SELECT a.n FROM v a JOIN v b ON a.n = b.n"))
                    .isEqualTo(5);
        }
    }
}
