package dev.kiln.conformance.engine;

import static org.apache.spark.sql.functions.call_udf;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kiln.bench.server.ServerProcess;
import dev.kiln.conformance.server.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One session of the official client on the embedded engine and on stock Spark, whichever can answer. */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RoutingTest {
    private static final Path HOME = TestServers.newDirectory("routing").toAbsolutePath();
    private static ServerProcess server;

    private SparkSession session;

    @BeforeAll
    static void start() {
        server = TestServers.startKiln(
                "512m",
                HOME,
                Map.of(
                        "kiln.engine", "auto",
                        "kiln.spark.master", "local[2]",
                        "spark.sql.shuffle.partitions", "2"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private SparkSession connect(String parameters) {
        session = SparkSession.builder().remote(server.address() + parameters).create();
        return session;
    }

    @AfterEach
    void disconnect() throws IOException {
        session.close();
    }

    @Test
    @Order(1)
    void nothingIsLaunchedForWhatTheEmbeddedEngineAnswers() throws Exception {
        connect("");
        session.range(3).createOrReplaceTempView("three");
        assertThat(session.sql("SELECT sum(id) FROM three")
                        .collectAsList()
                        .get(0)
                        .getLong(0))
                .isEqualTo(3);
        assertThat(RunningDrivers.of(HOME)).isEmpty();
    }

    @Test
    @Order(2)
    void aMixedScriptGetsTheAnswersOfSpark(@TempDir Path one, @TempDir Path other) throws Exception {
        List<String> routed = new MixedScript(connect(""), one).run();
        session.close();
        List<String> spark = new MixedScript(connect("/;kiln.engine=spark"), other).run();
        assertThat(routed.stream().map(line -> line.replace(one.toString(), "DIR")))
                .containsExactlyElementsOf(spark.stream()
                        .map(line -> line.replace(other.toString(), "DIR"))
                        .toList());
    }

    @Test
    @Order(3)
    void theSessionGoesOnWhenItsEngineIsKilled() throws Exception {
        connect("");
        session.range(3).createOrReplaceTempView("three");
        session.conf().set("spark.sql.session.timeZone", "Asia/Kathmandu");
        String name = PlusOne.class.getName().replace('.', '/') + ".class";
        session.addArtifact(
                Path.of(PlusOne.class.getResource("/" + name).toURI()).toString(), name);
        session.udf().register("plus_one", new PlusOne(), DataTypes.LongType);
        session.sql("CREATE TEMPORARY VIEW next AS SELECT plus_one(id) AS id FROM three");
        assertThat(sumOfNext()).isEqualTo("[6,Asia/Kathmandu]");

        CompletableFuture<Throwable> running =
                CompletableFuture.supplyAsync(() -> catchThrowable(() -> session.range(0, 1L << 40, 1, 2)
                        .select(call_udf("plus_one", col("id")).as("id"))
                        .groupBy()
                        .sum("id")
                        .collectAsList()));
        TimeUnit.SECONDS.sleep(2);
        for (ProcessHandle driver : RunningDrivers.of(HOME)) {
            driver.destroyForcibly();
        }
        assertThat(running.get(60, TimeUnit.SECONDS))
                .isInstanceOf(SparkException.class)
                .hasMessageContaining("Try again");
        assertThat(sumOfNext()).isEqualTo("[6,Asia/Kathmandu]");

        for (ProcessHandle driver : RunningDrivers.of(HOME)) {
            driver.destroyForcibly();
            driver.onExit().get(30, TimeUnit.SECONDS);
        }
        assertThat(session.sql("SELECT count(*) FROM three")
                        .collectAsList()
                        .get(0)
                        .getLong(0))
                .isEqualTo(3);
    }

    private String sumOfNext() {
        return session.sql("SELECT sum(id), current_timezone() FROM next")
                .collectAsList()
                .get(0)
                .toString();
    }

    @Test
    @Order(4)
    void explanationsInSqlTellTheRoute() {
        connect("");
        for (String mode : List.of("", "EXTENDED ", "FORMATTED ", "COST ")) {
            assertThat(explained(mode + "SELECT id + 1 FROM range(3)")).contains("== Route ==\nembedded\n");
            assertThat(explained(mode + "SELECT java_method('java.lang.Math', 'abs', id) FROM range(3)"))
                    .startsWith("== Route ==\nspark (")
                    .contains("java_method");
        }
        session.conf().set("kiln.engine", "embedded");
        assertThat(session.sql("EXPLAIN SELECT 1").collectAsList()).hasSize(1);
    }

    private String explained(String statement) {
        List<Row> rows = session.sql("EXPLAIN " + statement).collectAsList();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).getString(0)).contains("== Physical Plan ==");
        return rows.get(1).getString(0);
    }

    @Test
    @Order(5)
    void variablesAndWhatScriptsSetAreTheSameOnAllEngines() {
        connect("");
        session.sql("DECLARE VARIABLE moment TIMESTAMP DEFAULT current_timestamp()");
        session.sql("DECLARE VARIABLE shape STRUCT<sizes: ARRAY<DECIMAL(10, 2)>, label: STRING>");
        session.sql("DECLARE VARIABLE todo STRING DEFAULT 'CREATE TEMPORARY VIEW made AS SELECT 7 AS id'");
        session.sql("SET VAR shape = named_struct('sizes', array(1.5, NULL), 'label', 'old')");
        assertSameOnBothEngines("moment, shape");
        session.sql("SET VAR shape = (SELECT named_struct('sizes', array(2.5), 'label',"
                + " java_method('java.lang.String', 'valueOf', 3)))");
        assertThat(assertSameOnBothEngines("shape.label")).isEqualTo("3");
        session.sql(
                        "BEGIN SET moment = moment + INTERVAL 1 DAY; EXECUTE IMMEDIATE 'SET spark.sql.session.timeZone = UTC'; END")
                .collectAsList();
        assertSameOnBothEngines("moment, current_timezone()");
        session.sql("EXECUTE IMMEDIATE todo");
        assertThat(assertSameOnBothEngines("(SELECT id FROM made)")).isEqualTo(7);
    }

    /** Returns the first column, as the embedded engine has it. */
    private Object assertSameOnBothEngines(String columns) {
        Row embedded = session.sql("SELECT " + columns).collectAsList().get(0);
        Row spark = session.sql("SELECT " + columns + ", java_method('java.lang.Math', 'abs', 0)")
                .collectAsList()
                .get(0);
        assertThat(spark.toSeq().init()).isEqualTo(embedded.toSeq());
        return embedded.get(0);
    }

    @Test
    @Order(6)
    void theEngineCanBeChosenAtAnyTime() {
        connect("/;kiln.engine=embedded");
        String javaMethod = "SELECT java_method('java.lang.Math', 'abs', -3)";
        assertThatThrownBy(() -> session.sql(javaMethod).collectAsList())
                .isInstanceOf(UnsupportedOperationException.class);
        session.sql("SET kiln.engine=auto");
        List<Row> three = session.sql(javaMethod).collectAsList();
        assertThat(three.get(0).getString(0)).isEqualTo("3");
        session.conf().set("kiln.engine", "embedded");
        assertThatThrownBy(() -> session.sql(javaMethod).collectAsList())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(session.conf().get("kiln.engine")).isEqualTo("embedded");
        assertThatThrownBy(() -> session.sql("SET kiln.engine=flink"))
                .hasMessageContaining("There is no engine 'flink'")
                .hasMessageContaining("auto, embedded or one of: spark");
    }
}
