package dev.kiln.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.files.read.FileScanTranslator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that fail at their very end, or at some row, leave tables and files as they were. */
class CommandEffectsTest {
    private static final String DIVIDES_BY_ZERO = "select 10 / (id - 9000) as v, id as p from range(10000)";

    @TempDir
    static Path home;

    private static FileEngine engine;

    @BeforeAll
    static void open() throws Exception {
        engine = new FileEngine(home, new FileScanTranslator());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        engine.sql("drop table if exists t");
        assertThat(names()).noneMatch(name -> name.contains(".kiln-staging-") || name.endsWith(".write"));
        assertThat(home.resolve("warehouse/t")).doesNotExist();
    }

    private static void failAtTheEnd(Consumer<SparkSession> command) {
        assertThatThrownBy(() -> engine.together(spark -> {
                    command.accept(spark);
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private static List<String> rows(String query) {
        return engine.sql(query).stream().map(Row::toString).toList();
    }

    @Test
    void aTableThatIsCreated() throws IOException {
        failAtTheEnd(spark -> spark.sql("create table t using parquet partitioned by (p) as select 1 as v, 2 as p"));
        assertThat(rows("show tables")).isEmpty();
        assertThat(home.resolve("warehouse/t")).doesNotExist();
        engine.sql("create table t using parquet as select 1 as a");
        assertThat(rows("select * from t")).containsExactly("[1]");
    }

    @Test
    void aTableThatIsOverwrittenByAnother() throws IOException {
        engine.sql("create table t using parquet partitioned by (p) as select 1 as v, 2 as p");
        List<String> before = names();
        failAtTheEnd(spark -> spark.sql("select 'x' as other")
                .write()
                .mode("overwrite")
                .format("csv")
                .saveAsTable("t"));
        assertThat(names()).isEqualTo(before);
        assertThat(rows("select * from t")).containsExactly("[1,2]");
        assertThatThrownBy(() -> engine.with(spark -> {
                    spark.sql(DIVIDES_BY_ZERO).write().mode("overwrite").saveAsTable("t");
                    return null;
                }))
                .hasStackTraceContaining("DIVIDE_BY_ZERO");
        assertThat(names()).isEqualTo(before);
        assertThat(rows("select * from t")).containsExactly("[1,2]");
        assertThat(rows("show partitions t")).containsExactly("[p=2]");
    }

    @Test
    void overwritingATableLeavesNothingOfTheOldOne() throws IOException {
        engine.sql("create table t using parquet partitioned by (p) as select 1 as v, 2 as p");
        engine.with(spark -> {
            spark.conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");
            spark.sql("select 'x' as v, 3 as p")
                    .write()
                    .mode("overwrite")
                    .partitionBy("p")
                    .saveAsTable("t");
            spark.conf().unset("spark.sql.sources.partitionOverwriteMode");
            return null;
        });
        assertThat(rows("select * from t")).containsExactly("[x,3]");
        assertThat(rows("show partitions t")).containsExactly("[p=3]");
        assertThat(home.resolve("warehouse/t/p=2")).doesNotExist();
    }

    @Test
    void aManagedTableThatBecomesAnExternalOne(@TempDir Path elsewhere) {
        engine.sql("create table t using parquet as select 1 as v");
        engine.with(spark -> {
            spark.sql("select 2 as v")
                    .write()
                    .mode("overwrite")
                    .option("path", elsewhere.toString())
                    .saveAsTable("t");
            return null;
        });
        assertThat(rows("select * from t")).containsExactly("[2]");
        assertThat(home.resolve("warehouse/t")).doesNotExist();
    }

    @Test
    void rowsThatAreAppendedToNewAndOldPartitions() throws IOException {
        engine.sql("create table t using parquet partitioned by (p) as select 1 as v, 2 as p");
        List<String> before = names();
        failAtTheEnd(spark -> spark.sql("insert into t values (5, 2), (6, 3)"));
        assertThat(names()).isEqualTo(before);
        assertThat(rows("select * from t")).containsExactly("[1,2]");
        assertThat(rows("show partitions t")).containsExactly("[p=2]");
    }

    @Test
    void rowsThatAreOverwritten() throws IOException {
        engine.sql("create table t using parquet partitioned by (p) as select 1 as v, 2 as p");
        List<String> before = names();
        failAtTheEnd(spark -> spark.sql("insert overwrite t values (6, 3)"));
        failAtTheEnd(spark -> spark.sql("insert overwrite t partition (p = 2) values (6)"));
        engine.with(spark -> {
            spark.conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");
            return null;
        });
        failAtTheEnd(spark -> spark.sql("insert overwrite t values (6, 2), (7, 8)"));
        engine.with(spark -> {
            spark.conf().unset("spark.sql.sources.partitionOverwriteMode");
            return null;
        });
        assertThatThrownBy(() -> engine.sql("insert overwrite t " + DIVIDES_BY_ZERO))
                .hasStackTraceContaining("DIVIDE_BY_ZERO");
        assertThat(names()).isEqualTo(before);
        assertThat(rows("select * from t")).containsExactly("[1,2]");
    }

    @Test
    void filesOfNoTable() throws IOException {
        Path output = home.resolve("files");
        engine.with(spark -> {
            spark.range(3).write().json(output.toString());
            return null;
        });
        List<String> before = names();
        failAtTheEnd(spark -> spark.range(9).write().mode("overwrite").json(output.toString()));
        failAtTheEnd(spark -> spark.range(9).write().mode("append").json(output.toString()));
        failAtTheEnd(spark -> spark.sql("insert overwrite directory '" + output + "' using csv select 7"));
        assertThat(names()).isEqualTo(before);
        assertThat(rows("select count(*) from json.`" + output + "`")).containsExactly("[3]");
    }

    @Test
    void overwritingWhatIsReadIsRefused() {
        engine.sql("create table t using parquet as select 1 as v");
        assertThatThrownBy(() -> engine.sql("insert overwrite t select v + 1 from t"))
                .hasMessageContaining("UNSUPPORTED_OVERWRITE.TABLE");
        assertThatThrownBy(() -> engine.with(spark -> {
                    spark.table("t").write().mode("overwrite").saveAsTable("t");
                    return null;
                }))
                .hasMessageContaining("UNSUPPORTED_OVERWRITE.TABLE");
        assertThat(rows("select * from t")).containsExactly("[1]");
        engine.sql("insert into t select v + 1 from t");
        assertThat(rows("select * from t order by v")).containsExactly("[1]", "[2]");
    }

    @Test
    void clientsDoNotChooseHowFilesAreCommitted() throws IOException {
        String key = "spark.sql.sources.commitProtocolClass";
        engine.sql("create table t using parquet as select 1 as v");
        List<String> before = names();
        engine.with(spark -> {
            spark.conf().set(key, SQLHadoopMapReduceCommitProtocol.class.getName());
            spark.conf().set("kiln.files.journal", home.resolve("elsewhere").toString());
            return null;
        });
        failAtTheEnd(spark -> spark.sql("insert into t values (2)"));
        failAtTheEnd(spark -> spark.cloneSession().sql("insert into t values (2)"));
        engine.with(spark -> {
            spark.conf().unset(key);
            spark.conf().unset("kiln.files.journal");
            return null;
        });
        assertThat(names()).isEqualTo(before);
    }
}
