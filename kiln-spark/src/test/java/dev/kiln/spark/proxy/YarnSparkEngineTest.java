package dev.kiln.spark.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.spark.application.MiniYarn;
import dev.kiln.spark.distribution.Distributions;
import dev.kiln.spark.launch.SparkSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions on engines of Spark 3.5 on YARN, which is of another Scala than Kiln's own Spark. */
@Tag("engines")
@Timeout(300)
final class YarnSparkEngineTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"client", "cluster"})
    void answersWhereverTheDriverRuns(String deployMode) throws Exception {
        assumeTrue(MiniYarn.isFetched(), "fetch YARN: mvn -f kiln-spark/src/test/yarn/pom.xml package");
        Distributions distributions = new Distributions(
                home, List.of(), Map.of("SPARK_HOME", MiniYarn.spark().home().toString()));
        try (MiniYarn yarn = MiniYarn.start(home);
                SparkEngines engine = SparkEngines.open(
                        SparkSettings.of(yarn.settings(deployMode)), home.resolve("engines"), distributions);
                TestSession session = TestSession.open(engine)) {
            assertThat(session.rows("SELECT id % 7 AS k, count(*) FROM range(100000) GROUP BY 1"))
                    .isEqualTo(7);
            session.run(TestSession.command("CREATE TEMPORARY VIEW v AS SELECT explode(sequence(1, 5)) AS n"));
            assertThat(session.rows("SELECT a.n FROM v a JOIN v b ON a.n = b.n"))
                    .isEqualTo(5);
            assertThat(engine.sparkVersion()).isEqualTo("3.5.5");
        }
    }
}
