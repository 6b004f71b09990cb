package dev.kiln.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.bench.data.Dataset;
import dev.kiln.bench.data.TpchData;
import dev.kiln.bench.server.ServerProcess;
import dev.kiln.bench.server.Servers;
import dev.kiln.bench.server.StandaloneCluster;
import dev.kiln.conformance.SparkTestArtifact;
import dev.kiln.conformance.client.JavaTimeTypes;
import dev.kiln.conformance.server.TestServers;
import dev.kiln.spark.application.MiniYarn;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.distribution.Distributions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connect.SparkSession;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queries of TPC-H through sessions whose engine is Spark: names, types and rows as the embedded engine has them. */
@Tag("engines")
class TpchOnEnginesTest {
    private static final double SCALE = 0.01;

    @Test
    void local() {
        compare(Map.of("kiln.spark.master", "local[2]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "cluster"})
    void standalone(String deployMode) {
        try (StandaloneCluster cluster = StandaloneCluster.start(
                Servers.fromSystemProperties(), TestServers.newDirectory("tpch-cluster"), "4g")) {
            Map<String, String> settings = new HashMap<>(cluster.settings());
            settings.put("kiln.spark.deployMode", deployMode);
            compare(settings);
        }
    }

    /** Spark 3.5 at that: its names, types and rows are to be those of 4.2. */
    @ParameterizedTest
    @ValueSource(strings = {"client", "cluster"})
    void yarn(String deployMode) throws IOException {
        assumeTrue(MiniYarn.isFetched(), "fetch YARN: mvn -f kiln-spark/src/test/yarn/pom.xml package");
        Path home = TestServers.newDirectory("tpch-yarn").toAbsolutePath();
        Distribution spark = new Distributions(home.resolve("engines"), List.of(), Map.of())
                .add("yarn", MiniYarn.spark().home());
        try (MiniYarn yarn = MiniYarn.start(Files.createDirectories(home.resolve("yarn")))) {
            Map<String, String> settings = yarn.settings(deployMode);
            settings.put("kiln.spark.distribution", spark.name());
            settings.put("kiln.spark.executor.memory", "1g");
            compare(home, settings);
        }
    }

    private static void compare(Map<String, String> engine) {
        compare(TestServers.newDirectory("tpch-engine"), engine);
    }

    private static void compare(Path home, Map<String, String> engine) {
        Map<String, String> settings = new HashMap<>(engine);
        settings.put("kiln.engine", "spark");
        settings.put("spark.sql.shuffle.partitions", "2");
        JavaTimeTypes.use();
        Dataset data = TpchData.at(TestServers.dataDirectory(), SCALE);
        try (ServerProcess server = TestServers.startKiln("512m", home, settings);
                SparkSession spark =
                        SparkSession.builder().remote(server.address()).create();
                SparkSession embedded = SparkSession.builder()
                        .remote(TestServers.kiln().address())
                        .create();
                SparkTestArtifact artifact = SparkTestArtifact.open()) {
            for (SparkSession session : List.of(spark, embedded)) {
                data.tables().forEach(table -> session.read()
                        .parquet(data.file(table).toString())
                        .createOrReplaceTempView(table));
            }
            List<String> names = artifact.list("/tpch/", ".sql");
            assertThat(names).hasSize(22);
            SoftAssertions all = new SoftAssertions();
            for (String name : names) {
                Plan plan = Plan.sql(name, artifact.text("/tpch/" + name)).inTenDigits();
                Result expected = Result.of(plan, spark);
                assertThat(expected).as("Spark's answer to %s", name).isInstanceOf(Result.Rows.class);
                all.assertThat(Result.of(plan, embedded)).as(name).isEqualTo(expected);
            }
            all.assertAll();
        }
    }
}
