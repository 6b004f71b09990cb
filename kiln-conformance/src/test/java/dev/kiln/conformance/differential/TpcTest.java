package dev.kiln.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kiln.bench.data.Dataset;
import dev.kiln.bench.data.TpcdsData;
import dev.kiln.bench.data.TpchData;
import dev.kiln.conformance.SparkTestArtifact;
import dev.kiln.conformance.server.TestServers;
import dev.kiln.conformance.tpc.TpcdsSchema;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.connect.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The queries of TPC-H and TPC-DS on small data: same names, types, nullability and rows as Spark. */
@Tag("differential")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TpcTest {
    private static final double SCALE = 0.01;

    private SparkTestArtifact artifact;
    private BothServers strict;
    private BothServers lenient;

    @BeforeAll
    void connect() {
        artifact = SparkTestArtifact.open();
        strict = new BothServers(KnownGaps.none(), Map.of("spark.sql.ansi.enabled", "true"));
        lenient = new BothServers(KnownGaps.none(), Map.of("spark.sql.ansi.enabled", "false"));
    }

    @AfterAll
    void disconnect() {
        strict.close();
        lenient.close();
        artifact.close();
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> tpch() {
        Dataset data = TpchData.at(TestServers.dataDirectory(), SCALE);
        both(session -> data.tables()
                .forEach(table ->
                        session.read().parquet(data.file(table).toString()).createOrReplaceTempView(table)));
        return queries("/tpch/", 22);
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> tpcds() {
        Map<String, String> columns = TpcdsSchema.columns();
        Dataset data = TpcdsData.at(TestServers.dataDirectory(), SCALE, columns);
        both(session -> {
            session.sql("CREATE DATABASE IF NOT EXISTS tpcds");
            session.sql("USE tpcds");
            columns.forEach((table, definition) -> session.sql("CREATE TABLE IF NOT EXISTS " + table + " (" + definition
                    + ") USING parquet LOCATION '" + data.file(table) + "'"));
        });
        // Four of the 99 queries come in two variants.
        return queries("/tpcds/", 103);
    }

    private void both(Consumer<SparkSession> preparation) {
        strict.both(preparation);
        lenient.both(preparation);
    }

    private Stream<DynamicTest> queries(String folder, int count) {
        List<String> names = artifact.list(folder, ".sql");
        assertThat(names).hasSize(count);
        return names.stream()
                .map(name -> Plan.sql(folder.substring(1) + name, artifact.text(folder + name))
                        .inTenDigits())
                .map(plan -> dynamicTest(plan.name(), () -> compare(plan)));
    }

    /** On so little data some queries divide by zero, which is an error in ANSI mode and has to be one in both. */
    private void compare(Plan plan) {
        if (strict.compare(plan) instanceof Result.Failure) {
            lenient.compareRows(plan);
        }
    }
}
