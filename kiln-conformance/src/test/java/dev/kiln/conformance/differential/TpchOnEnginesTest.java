package dev.kiln.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.bench.data.Dataset;
import dev.kiln.bench.data.TpchData;
import dev.kiln.bench.server.ServerProcess;
import dev.kiln.bench.server.Servers;
import dev.kiln.bench.server.StandaloneCluster;
import dev.kiln.conformance.SparkTestArtifact;
import dev.kiln.conformance.client.JavaTimeTypes;
import dev.kiln.conformance.server.TestServers;
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

    private static void compare(Map<String, String> engine) {
        Map<String, String> settings = new HashMap<>(engine);
        settings.put("kiln.engine", "spark");
        settings.put("spark.sql.shuffle.partitions", "2");
        JavaTimeTypes.use();
        Dataset data = TpchData.at(TestServers.dataDirectory(), SCALE);
        try (ServerProcess server = TestServers.startKiln("512m", TestServers.newDirectory("tpch-engine"), settings);
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
