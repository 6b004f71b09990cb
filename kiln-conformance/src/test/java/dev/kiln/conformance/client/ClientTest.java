package dev.kiln.conformance.client;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kiln.conformance.server.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.connect.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do first with the official client. */
class ClientTest {
    private static final StructType PERSON = StructType.fromDDL("id int, name string");

    private SparkSession session;

    @BeforeEach
    void connect() {
        session = SparkSession.builder().remote(TestServers.kiln().address()).create();
    }

    @AfterEach
    void disconnect() {
        session.close();
    }

    @Test
    void tellsTheVersionOfSpark() {
        assertThat(session.version()).isEqualTo("4.2.0");
    }

    @Test
    void collectsRows() {
        assertThat(session.sql("SELECT 1 AS x, 'a' AS y").collectAsList()).containsExactly(RowFactory.create(1, "a"));
        assertThat(session.range(5).count()).isEqualTo(5);
        assertThat(session.range(0).isEmpty()).isTrue();
        assertThat(session.range(3).isEmpty()).isFalse();
    }

    @Test
    void showsRows() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream standard = System.out;
        try {
            scala.Console.withOut(output, () -> {
                people().show();
                return null;
            });
        } finally {
            System.setOut(standard);
        }

        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        +---+-----+
                        | id| name|
                        +---+-----+
                        |  1|Alice|
                        |  2| NULL|
                        +---+-----+
                        """);
    }

    @Test
    void takesRowsFromTheClient() {
        assertThat(people().schema()).isEqualTo(PERSON);
        assertThat(people().filter(col("id").gt(1)).collectAsList())
                .extracting(row -> row.getInt(0))
                .containsExactly(2);
    }

    @Test
    void takesManyRowsFromTheClient() {
        List<Row> rows = IntStream.range(0, 60_000)
                .mapToObj(i -> RowFactory.create(i, "a name that takes some room " + i))
                .toList();

        assertThat(session.createDataFrame(rows, PERSON).agg(sum("id")).head().getLong(0))
                .isEqualTo(1_799_970_000L);
    }

    @Test
    void keepsViewsWithTheSession() {
        people().createOrReplaceTempView("people");

        assertThat(session.sql("SELECT name FROM people WHERE id = 1").head().getString(0))
                .isEqualTo("Alice");
        try (SparkSession other =
                SparkSession.builder().remote(TestServers.kiln().address()).create()) {
            assertThat(conditionOf(() -> other.table("people").collectAsList())).isEqualTo("TABLE_OR_VIEW_NOT_FOUND");
        }
    }

    @Test
    void sharesTablesBetweenSessions() {
        people().write().mode(SaveMode.Overwrite).saveAsTable("client_people");
        try (SparkSession other =
                SparkSession.builder().remote(TestServers.kiln().address()).create()) {
            assertThat(other.table("client_people").count()).isEqualTo(2);
            assertThat(other.catalog().tableExists("client_people")).isTrue();
        } finally {
            session.sql("DROP TABLE client_people");
        }
        assertThat(session.catalog().tableExists("client_people")).isFalse();
    }

    @Test
    void writesAndReadsFiles(@TempDir Path directory) {
        for (String format : List.of("parquet", "csv", "json")) {
            String path = directory.resolve(format).toString();
            people().write().format(format).save(path);

            assertThat(session.read().format(format).schema(PERSON).load(path).collectAsList())
                    .as(format)
                    .containsExactlyInAnyOrderElementsOf(people().collectAsList());
        }
    }

    @Test
    void raisesTheExceptionOfAnAnalysisError() {
        Throwable error = catchThrowable(() -> session.sql("SELECT nme FROM VALUES (1) AS t(name)"));

        assertThat(error).isInstanceOf(AnalysisException.class);
        SparkThrowable details = (SparkThrowable) error;
        assertThat(details.getCondition()).isEqualTo("UNRESOLVED_COLUMN.WITH_SUGGESTION");
        assertThat(details.getSqlState()).isEqualTo("42703");
        assertThat(details.getMessageParameters()).containsEntry("objectName", "`nme`");
        QueryContext[] contexts = details.getQueryContext();
        assertThat(contexts).hasSize(1);
        assertThat(contexts[0].fragment()).isEqualTo("nme");
        assertThat(contexts[0].startIndex()).isEqualTo(7);
    }

    @Test
    void raisesTheExceptionOfARuntimeError() {
        Throwable error = catchThrowable(
                () -> session.sql("SELECT 1 / (id - id) FROM range(2)").collectAsList());

        assertThat(error).isInstanceOf(ArithmeticException.class);
        SparkThrowable details = (SparkThrowable) error;
        assertThat(details.getCondition()).isEqualTo("DIVIDE_BY_ZERO");
        assertThat(details.getSqlState()).isEqualTo("22012");
        assertThat(details.getQueryContext()[0].fragment()).isEqualTo("1 / (id - id)");
    }

    @Test
    void refusesUserCodeWithAReason() {
        Throwable error = catchThrowable(() ->
                session.sql("SELECT java_method('java.lang.System', 'exit', 1)").collectAsList());

        assertThat(error).hasMessageContaining("java_method");
        assertThat(session.sql("SELECT 1").head().getInt(0)).isEqualTo(1);
    }

    @Test
    void keepsConfigurationWithTheSession() {
        session.conf().set("spark.sql.session.timeZone", "Asia/Tokyo");

        assertThat(session.conf().get("spark.sql.session.timeZone")).isEqualTo("Asia/Tokyo");
        assertThat(session.sql("SELECT current_timezone()").head().getString(0)).isEqualTo("Asia/Tokyo");
        session.conf().unset("spark.sql.session.timeZone");
        assertThat(session.conf().get("spark.sql.session.timeZone")).isEqualTo("America/Los_Angeles");
    }

    @Test
    void explains() {
        Dataset<Row> frame = people().filter("id = 1");
        ByteArrayOutputStream output = new ByteArrayOutputStream();

        scala.Console.withOut(output, () -> {
            frame.explain(true);
            return null;
        });

        assertThat(output.toString(StandardCharsets.UTF_8)).contains("Parsed Logical Plan", "Filter");
    }

    @Test
    void clones() {
        people().createOrReplaceTempView("cloned");
        try (SparkSession copy = session.cloneSession()) {
            session.catalog().dropTempView("cloned");

            assertThat(copy.table("cloned").count()).isEqualTo(2);
        }
    }

    private Dataset<Row> people() {
        return session.createDataFrame(List.of(RowFactory.create(1, "Alice"), RowFactory.create(2, null)), PERSON);
    }

    private static String conditionOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        Throwable error = catchThrowable(action);
        assertThat(error).isInstanceOf(SparkThrowable.class);
        return ((SparkThrowable) error).getCondition();
    }
}
