package dev.kiln.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.files.read.FileScanTranslator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables from their creation to their end, over restarts. */
class TablesTest {
    private static final String FAILING_QUERY =
            "select id, if(id = 9000, raise_error('boom'), 'x') as v from range(10000)";

    @TempDir
    Path home;

    private FileEngine engine;

    @BeforeEach
    void open() throws Exception {
        engine = new FileEngine(home, new FileScanTranslator());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void restart() throws Exception {
        engine.close();
        open();
    }

    @Test
    void tablesOutliveARestart() throws Exception {
        engine.sql("create table t using parquet as select id, cast(id as string) as name from range(3)");
        engine.sql("create view v as select name from t where id > 0");
        engine.sql("insert into t values (9, 'nine')");
        restart();
        assertThat(engine.sql("select * from t order by id"))
                .containsExactly(
                        RowFactory.create(0L, "0"),
                        RowFactory.create(1L, "1"),
                        RowFactory.create(2L, "2"),
                        RowFactory.create(9L, "nine"));
        assertThat(engine.sql("select * from v")).hasSize(3);
        engine.sql("drop table t");
        restart();
        assertThat(engine.sql("show tables"))
                .extracting(row -> row.getString(1))
                .containsExactly("v");
        assertThat(home.resolve("warehouse").resolve("t")).doesNotExist();
    }

    @Test
    void overwritingReplacesRowsAndFiles() throws Exception {
        engine.sql("create table t (id bigint) using parquet");
        engine.sql("insert into t values (1), (2)");
        engine.sql("insert overwrite t select id + 2 from range(2)");
        assertThat(engine.sql("select * from t order by id"))
                .containsExactly(RowFactory.create(2L), RowFactory.create(3L));
        assertThat(dataFiles()).hasSize(1);
    }

    @Test
    void partitionsAreWrittenReplacedAndPruned() {
        engine.sql("create table t (id int, p int, q string) using parquet partitioned by (p, q)");
        engine.sql("insert into t values (1, 1, 'a'), (2, 2, 'b'), (3, 2, null)");
        engine.sql("insert overwrite t partition (p = 2, q = 'b') values (20)");
        assertThat(rows("select id, p, q from t order by id")).containsExactly("[1,1,a]", "[3,2,null]", "[20,2,b]");
        engine.with(spark -> {
            spark.conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");
            return null;
        });
        engine.sql("insert overwrite t values (100, 1, 'a'), (7, 7, 'g')");
        assertThat(rows("select id, p, q from t order by id"))
                .containsExactly("[3,2,null]", "[7,7,g]", "[20,2,b]", "[100,1,a]");
        assertThat(rows("show partitions t")).hasSize(4);
        engine.sql("alter table t drop partition (p = 7, q = 'g')");
        assertThat(rows("select id from t where p > 1 order by id")).containsExactly("[3]", "[20]");
    }

    @Test
    void filesOfOtherPartitionsAreNotTouched() throws Exception {
        engine.sql("create table t (id int, p int) using parquet partitioned by (p)");
        engine.sql("insert into t values (1, 1), (2, 2)");
        for (Path file : dataFiles()) {
            if (file.getParent().getFileName().toString().equals("p=1")) {
                Files.writeString(file, "no longer parquet");
            }
        }
        assertThat(rows("select id from t where p = 2")).containsExactly("[2]");
        assertThat(rows("select (select max(id) from t where p > 1)")).containsExactly("[2]");
    }

    @Test
    void aListingOlderThanAnOverwriteIsReportedAsSparkDoes() throws Exception {
        engine.sql("create table t using parquet as select 1 as id");
        assertThat(rows("select * from t")).containsExactly("[1]");
        for (Path file : dataFiles()) {
            Files.delete(file);
        }
        assertThatThrownBy(() -> engine.sql("select * from t"))
                .hasStackTraceContaining("FAILED_READ_FILE.FILE_NOT_EXIST");
        engine.sql("refresh table t");
        assertThat(rows("select * from t")).isEmpty();
    }

    @Test
    void aPartitionElsewhereKeepsItsPlace() {
        Path custom = home.resolve("custom");
        engine.sql("create table t (id int, p int) using parquet partitioned by (p)");
        engine.sql("alter table t add partition (p = 1) location '" + custom.toUri() + "'");
        engine.sql("insert into t values (1, 1), (2, 2)");
        assertThat(custom).isNotEmptyDirectory();
        engine.sql("insert overwrite t partition (p = 1) values (10)");
        assertThat(rows("select id, p from t order by id")).containsExactly("[2,2]", "[10,1]");
    }

    @Test
    void aFailedCreateTableAsLeavesNothing() throws Exception {
        assertThatThrownBy(() -> engine.sql(FAILING_QUERY)).hasStackTraceContaining("boom");
        assertThatThrownBy(() -> engine.sql("create table t using parquet as " + FAILING_QUERY))
                .hasStackTraceContaining("boom");
        assertThat(engine.sql("show tables")).isEmpty();
        assertThat(home.resolve("warehouse").resolve("t")).doesNotExist();
        assertNothingIsStaged();
        engine.sql("create table t using parquet as select 1 as a");
        assertThat(rows("select * from t")).containsExactly("[1]");
    }

    @Test
    void aFailedInsertChangesNothing() throws Exception {
        engine.sql("create table t (id bigint, v string) using csv");
        engine.sql("insert into t values (1, 'old')");
        assertThatThrownBy(() -> engine.sql("insert into t " + FAILING_QUERY)).hasStackTraceContaining("boom");
        assertThatThrownBy(() -> engine.sql("insert overwrite t " + FAILING_QUERY))
                .hasStackTraceContaining("boom");
        assertThat(rows("select * from t")).containsExactly("[1,old]");
        assertNothingIsStaged();
    }

    @Test
    void saveAsTableTakesModesPartitionsAndBuckets() {
        engine.with(spark -> {
            spark.sql("select id, id % 2 as p from range(10)")
                    .write()
                    .partitionBy("p")
                    .bucketBy(3, "id")
                    .sortBy("id")
                    .saveAsTable("b");
            spark.range(1).write().mode("overwrite").format("json").saveAsTable("o");
            spark.range(2).write().mode("overwrite").format("json").saveAsTable("o");
            spark.range(3).write().mode("append").format("json").saveAsTable("o");
            return null;
        });
        assertThat(rows("select p, count(*), sum(id) from b group by p order by p"))
                .containsExactly("[0,5,20]", "[1,5,25]");
        assertThat(rows("select count(*) from o")).containsExactly("[5]");
    }

    @Test
    void aWriteToAPathObeysItsMode() throws Exception {
        Path path = home.resolve("out");
        engine.with(spark -> {
            spark.range(3).write().parquet(path.toString());
            spark.range(2).write().mode("append").parquet(path.toString());
            spark.range(9).write().mode("ignore").parquet(path.toString());
            return null;
        });
        assertThatThrownBy(() -> engine.with(spark -> {
                    spark.range(1).write().parquet(path.toString());
                    return null;
                }))
                .hasMessageContaining("PATH_ALREADY_EXISTS");
        assertThat(rows("select count(*) from parquet.`" + path + "`")).containsExactly("[5]");
        assertThat(path.resolve("_SUCCESS")).exists();
    }

    private List<String> rows(String query) {
        return engine.sql(query).stream().map(Row::toString).toList();
    }

    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("warehouse"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .toList();
        }
    }

    private void assertNothingIsStaged() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.map(Path::toString))
                    .noneMatch(name -> name.contains(".kiln-staging-") || name.endsWith(".write"));
        }
    }
}
