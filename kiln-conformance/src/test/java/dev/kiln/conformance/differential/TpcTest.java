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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The queries of TPC-H and TPC-DS on small data: same names, types, nullability and rows as Spark. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TpcTest {
    private static final double SCALE = 0.01;

    private SparkTestArtifact artifact;
    private BothModes tpch;
    private BothModes tpcds;

    /** The benchmarks have sessions of their own: both call a table {@code customer}. */
    @BeforeAll
    void connect() {
        artifact = SparkTestArtifact.open();
        tpch = new BothModes();
        tpcds = new BothModes();
    }

    /** Two empty answers always agree: most have to have rows, or the data is too small to show anything. */
    @AfterAll
    void disconnect() {
        tpch.close();
        tpcds.close();
        artifact.close();
        assertThat(tpch.withRows()).as("TPC-H queries with rows").isGreaterThanOrEqualTo(20);
        assertThat(tpcds.withRows()).as("TPC-DS queries with rows").isGreaterThanOrEqualTo(70);
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> tpch() {
        Dataset data = TpchData.at(TestServers.dataDirectory(), SCALE);
        tpch.prepare(session -> data.tables()
                .forEach(table ->
                        session.read().parquet(data.file(table).toString()).createOrReplaceTempView(table)));
        return queries("/tpch/", 22, tpch);
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> tpcds() {
        Map<String, String> columns = TpcdsSchema.columns();
        Dataset data = TpcdsData.at(TestServers.dataDirectory(), SCALE, columns);
        tpcds.prepare(session -> {
            session.sql("CREATE DATABASE IF NOT EXISTS tpcds");
            session.sql("USE tpcds");
            columns.forEach((table, definition) -> session.sql("CREATE TABLE IF NOT EXISTS " + table + " (" + definition
                    + ") USING parquet LOCATION '" + data.file(table) + "'"));
        });
        // Four of the 99 queries come in two variants.
        return queries("/tpcds/", 103, tpcds);
    }

    private Stream<DynamicTest> queries(String folder, int count, BothModes modes) {
        List<String> names = artifact.list(folder, ".sql");
        assertThat(names).hasSize(count);
        return names.stream()
                .map(name -> Plan.sql(folder.substring(1) + name, artifact.text(folder + name))
                        .inTenDigits())
                .map(plan -> dynamicTest(plan.name(), () -> modes.compare(plan)));
    }
}
