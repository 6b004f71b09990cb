package dev.kiln.conformance.engine;

import static org.apache.spark.sql.functions.call_udf;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.bench.server.ServerProcess;
import dev.kiln.conformance.server.TestServers;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.connect.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The official client on a Kiln whose engine is stock Spark: what the embedded engine has not, works there. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SparkEngineTest {
    private static final Path HOME = TestServers.newDirectory("spark-engine").toAbsolutePath();
    private static ServerProcess server;

    private SparkSession session;

    @BeforeAll
    static void start() {
        server = TestServers.startKiln(
                "512m",
                HOME,
                Map.of(
                        "kiln.engine", "spark",
                        "kiln.spark.master", "local[2]",
                        "spark.sql.shuffle.partitions", "2"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        session = SparkSession.builder().remote(server.address()).create();
    }

    @AfterEach
    void disconnect() {
        if (server.isAlive()) {
            session.close();
        }
    }

    @Test
    void answersAsSparkDoes() {
        assertThat(session.version()).isEqualTo("4.2.0");
        session.createDataFrame(
                        List.of(RowFactory.create(1, "a"), RowFactory.create(2, "b")),
                        StructType.fromDDL("id int, name string"))
                .createOrReplaceTempView("people");
        assertThat(session.sql("SELECT name FROM people ORDER BY id DESC").collectAsList())
                .containsExactly(RowFactory.create("b"), RowFactory.create("a"));
        assertThat(session.range(300_000).collectAsList()).hasSize(300_000);
        AnalysisException error =
                catchThrowableOfType(AnalysisException.class, () -> session.sql("SELECT nme FROM people")
                        .collectAsList());
        assertThat(error.getCondition()).isEqualTo("UNRESOLVED_COLUMN.WITH_SUGGESTION");
        assertThat(error.getMessage()).contains("`nme`", "`name`");
    }

    @Test
    void runsCodeThatWasUploaded() throws Exception {
        String name = PlusOne.class.getName().replace('.', '/') + ".class";
        Path file = Path.of(PlusOne.class.getResource("/" + name).toURI());
        session.addArtifact(file.toString(), name);
        session.udf().register("plus_one", new PlusOne(), DataTypes.LongType);
        assertThat(session.range(3).select(call_udf("plus_one", col("id"))).collectAsList())
                .extracting(row -> row.getLong(0))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void streams(@TempDir Path lines) throws Exception {
        Files.writeString(lines.resolve("lines.txt"), "a\nb\nc\n");
        StreamingQuery query = session.readStream()
                .text(lines.toString())
                .writeStream()
                .format("memory")
                .queryName("words")
                .trigger(Trigger.AvailableNow())
                .start();
        assertThat(query.awaitTermination(60_000)).isTrue();
        assertThat(session.table("words").count()).isEqualTo(3);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void nothingIsLeftWhenKilnIsKilled() throws Exception {
        List<Row> one = session.sql("SELECT 1").collectAsList();
        assertThat(one).hasSize(1);
        ProcessHandle driver = ProcessHandle.of(recordedDrivers().get(0)).orElseThrow();
        server.kill();
        assertThat(driver.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    private static List<Long> recordedDrivers() throws IOException {
        List<Long> drivers = new ArrayList<>();
        try (DirectoryStream<Path> engines = Files.newDirectoryStream(HOME.resolve("engines/running"))) {
            for (Path engine : engines) {
                Properties record = new Properties();
                try (Reader in = Files.newBufferedReader(engine.resolve("engine.properties"))) {
                    record.load(in);
                }
                drivers.add(Long.parseLong(record.getProperty("pid")));
            }
        }
        return drivers;
    }
}
