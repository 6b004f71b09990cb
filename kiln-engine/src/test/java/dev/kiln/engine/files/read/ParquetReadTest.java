package dev.kiln.engine.files.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.files.FileEngine;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

class ParquetReadTest {
    @TempDir
    static Path home;

    @TempDir
    Path data;

    private static ScanModes scans;
    private static FileEngine engine;

    @BeforeAll
    static void open() throws Exception {
        scans = new ScanModes();
        engine = new FileEngine(home, scans);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @BeforeEach
    void reset() {
        scans.useSparkOnly(false);
    }

    static final StructType ALL = StructType.fromDDL("b boolean, i1 tinyint, i2 smallint, i4 int, i8 bigint,"
            + " f float, d double, s string, x binary, day date, ts timestamp, ntz timestamp_ntz,"
            + " d1 decimal(7,2), d2 decimal(15,3), d3 decimal(38,10), a array<int>, m map<string,int>,"
            + " st struct<p:int,q:struct<r:string>>, ym interval year to month, dt interval day to second,"
            + " aa array<struct<k:string,v:array<bigint>>>");

    static final List<Row> ROWS = List.of(
            RowFactory.create(
                    true,
                    (byte) 1,
                    (short) -2,
                    3,
                    Long.MIN_VALUE,
                    Float.NaN,
                    -0.0,
                    "grüße",
                    new byte[] {0, -1},
                    Date.valueOf("1582-10-04"),
                    Timestamp.valueOf("1900-01-01 00:00:00.123456"),
                    LocalDateTime.of(2020, 3, 8, 2, 30),
                    new BigDecimal("12345.67"),
                    new BigDecimal("-123456789012.345"),
                    new BigDecimal("1234567890123456789012345678.0123456789"),
                    seq(1, null, 3),
                    map("k", 1),
                    RowFactory.create(1, RowFactory.create("z")),
                    java.time.Period.ofMonths(-14),
                    java.time.Duration.ofNanos(1_234_000),
                    seq(RowFactory.create("e", seq(5L)), null, RowFactory.create(null, null))),
            RowFactory.create(
                    null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null, null, null, null, null),
            RowFactory.create(
                    false,
                    Byte.MIN_VALUE,
                    Short.MAX_VALUE,
                    Integer.MIN_VALUE,
                    7L,
                    Float.POSITIVE_INFINITY,
                    Double.MIN_VALUE,
                    "",
                    new byte[0],
                    Date.valueOf("9999-12-31"),
                    Timestamp.valueOf("2262-04-12 00:00:00"),
                    LocalDateTime.of(1, 1, 1, 0, 0),
                    new BigDecimal("0.00"),
                    new BigDecimal("0.001"),
                    new BigDecimal("-0.0000000001"),
                    seq(),
                    map("", null),
                    RowFactory.create(null, null),
                    java.time.Period.ofMonths(0),
                    java.time.Duration.ofDays(-3),
                    seq()));

    @Test
    void everyTypeReadsAsSparkReadsIt() {
        assertReadsAsSpark(ROWS, ALL, Map.of("spark.sql.parquet.outputTimestampType", "INT96"), true);
        assertReadsAsSpark(ROWS, ALL, Map.of("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"), true);
        assertReadsAsSpark(ROWS, ALL, Map.of("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MILLIS"), true);
    }

    @Test
    void olderFormsAreLeftToSpark() {
        assertReadsAsSpark(ROWS, ALL, Map.of("spark.sql.parquet.writeLegacyFormat", "true"), false);
        assertReadsAsSpark(
                ROWS.subList(1, 3), ALL, Map.of("spark.sql.parquet.datetimeRebaseModeInWrite", "LEGACY"), false);
        assertReadsAsSpark(
                ROWS.subList(1, 3), ALL, Map.of("spark.sql.parquet.int96RebaseModeInWrite", "LEGACY"), false);
    }

    @Test
    void columnsAreMatchedByNameAndMissingOnesAreNull() {
        Path path = data.resolve("t");
        write(List.of(RowFactory.create(1, "a")), "id int, name string", path);
        write(List.of(RowFactory.create("b", 2, 2.5)), "name string, id int, extra double", path);
        assertSame("id int, NAME string, extra double, none date", path, true);
        assertSame("extra double, id int", path, true);
    }

    @Test
    void numbersAreWidened() {
        Path path = data.resolve("t");
        write(List.of(RowFactory.create((byte) -1, (short) 2, 3)), "a tinyint, b smallint, c int", path);
        write(List.of(RowFactory.create(10L, 20L, 30L)), "a bigint, b bigint, c bigint", path);
        assertSame("a bigint, b bigint, c bigint", path, true);
    }

    @Test
    void partitionsComeFromThePath() {
        Path path = data.resolve("t");
        engine.with(spark -> {
            spark.sql("select id, cast(id % 3 as string) as p, cast(null as int) as n,"
                            + " date_add(date'2020-01-01', cast(id as int)) as day from range(6)")
                    .write()
                    .partitionBy("p", "n", "day")
                    .parquet(path.toString());
            return null;
        });
        assertThat(bothWays(() -> engine.with(spark ->
                        spark.read().parquet(path.toString()).orderBy("id").collectAsList())))
                .hasSize(6);
        assertThat(scans.lastWasNative()).isTrue();
        assertThat(bothWays(() -> engine.with(spark -> spark.read()
                        .parquet(path.toString())
                        .where("p = 1 and day > '2020-01-02'")
                        .collectAsList())))
                .hasSize(1);
    }

    @Test
    void manyPartitionsShareAScan() {
        Path path = data.resolve("t");
        engine.with(spark -> {
            spark.sql("select id, nullif(id % 150, 7) as p, concat('a', id % 2) as q from range(600)")
                    .write()
                    .partitionBy("p", "q")
                    .parquet(path.toString());
            spark.sql("select cast(id as double) as more, id as p, 'a1' as q from range(120)")
                    .write()
                    .partitionBy("p", "q")
                    .mode("append")
                    .parquet(path.toString());
            return null;
        });
        String schema = "id bigint, more double, p int, q string";
        for (String condition : List.of("true", "p = 5", "p is null", "q = 'a1' and id > 300", "more is not null")) {
            assertThat(bothWays(() -> engine.with(spark -> spark.read()
                            .schema(schema)
                            .parquet(path.toString())
                            .where(condition)
                            .orderBy("p", "id", "more")
                            .collectAsList())))
                    .isNotEmpty();
            assertThat(scans.lastWasNative()).isTrue();
        }
    }

    @Test
    void filesOfPartitionsThatAFilterRulesOutAreLeftAlone() throws Exception {
        Path path = data.resolve("t");
        engine.with(spark -> {
            spark.sql("select id, id % 3 as p from range(9)")
                    .write()
                    .partitionBy("p")
                    .parquet(path.toString());
            return null;
        });
        Files.writeString(path.resolve("p=1/broken.parquet"), "not a Parquet file");
        for (String condition : List.of("p = 2", "id > 3 and p in (0, 2)", "2 - p < 1")) {
            assertThat(bothWays(() -> engine.with(spark -> spark.read()
                            .schema("id bigint, p int")
                            .parquet(path.toString())
                            .where(condition)
                            .orderBy("id")
                            .collectAsList())))
                    .isNotEmpty();
            assertThat(scans.lastWasNative()).isTrue();
        }
        assertThatThrownBy(() -> engine.with(spark -> spark.read()
                        .schema("id bigint, p int")
                        .parquet(path.toString())
                        .where("id > 3")
                        .collectAsList()))
                .hasMessageContaining("broken.parquet");
    }

    @Test
    void partitionPathsThatLookLikePatternsAreReadBySpark() {
        Path path = data.resolve("t");
        engine.with(spark -> {
            spark.sql("select * from values (1, '[x]'), (2, 'a/b?*'), (3, 'ü =') t(id, p)")
                    .write()
                    .partitionBy("p")
                    .parquet(path.toString());
            return null;
        });
        assertThat(bothWays(() -> engine.with(spark ->
                        spark.read().parquet(path.toString()).orderBy("id").collectAsList())))
                .extracting(row -> row.getString(1))
                .containsExactly("[x]", "a/b?*", "ü =");
    }

    @Test
    void metadataColumnsAreReadBySpark() {
        Path path = data.resolve("t");
        write(List.of(RowFactory.create(1)), "id int", path);
        List<Row> rows = engine.with(spark -> spark.read()
                .parquet(path.toString())
                .selectExpr("id", "_metadata.file_name", "_metadata.row_index")
                .collectAsList());
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).getString(1)).startsWith("part-00000-").endsWith(".parquet");
        assertThat(rows.get(0).getLong(2)).isZero();
    }

    @Test
    void anEmptyTableHasNoRows() {
        engine.sql("create table empty_table (id int, p string) using parquet partitioned by (p)");
        assertThat(engine.sql("select * from empty_table")).isEmpty();
        assertThat(scans.lastWasNative()).isTrue();
        assertThat(engine.sql("select count(*) from empty_table").get(0).getLong(0))
                .isZero();
    }

    @Test
    void addedColumnsWithDefaultsHaveThemInOlderFiles() {
        engine.sql("create table grown (id int) using parquet");
        engine.sql("insert into grown values (1)");
        engine.sql("alter table grown add columns (name string default 'none')");
        engine.sql("insert into grown values (2, 'two')");
        assertThat(bothWays(() -> engine.sql("select id, name from grown order by id")))
                .containsExactly(RowFactory.create(1, "none"), RowFactory.create(2, "two"));
    }

    private void assertReadsAsSpark(List<Row> rows, StructType schema, Map<String, String> conf, boolean byDuckDb) {
        Path path = data.resolve("t" + conf.hashCode());
        engine.with(spark -> {
            conf.forEach((key, value) -> spark.conf().set(key, value));
            return null;
        });
        try {
            engine.write(rows, schema, path, "parquet", Map.of());
        } finally {
            engine.with(spark -> {
                conf.keySet().forEach(key -> spark.conf().unset(key));
                return null;
            });
        }
        List<Row> read = bothWays(
                () -> engine.with(spark -> spark.read().parquet(path.toString()).collectAsList()));
        assertThat(scans.lastWasNative()).isEqualTo(byDuckDb);
        assertThat(read).hasSameSizeAs(rows);
    }

    private void assertSame(String schema, Path path, boolean byDuckDb) {
        bothWays(() -> engine.with(spark -> spark.read()
                .schema(schema)
                .parquet(path.toString())
                .sort(StructType.fromDDL(schema).fieldNames()[0])
                .collectAsList()));
        assertThat(scans.lastWasNative()).isEqualTo(byDuckDb);
    }

    /** The rows as Kiln reads them, which must be those that Spark's readers read. */
    private static List<Row> bothWays(java.util.function.Supplier<List<Row>> query) {
        scans.useSparkOnly(true);
        List<String> expected = texts(query.get());
        scans.useSparkOnly(false);
        List<Row> actual = query.get();
        // the order of files is nobody's promise
        assertThat(texts(actual)).containsExactlyInAnyOrderElementsOf(expected);
        return actual;
    }

    /** Arrays of bytes are equal only to themselves, so rows are compared as text. */
    static List<String> texts(List<Row> rows) {
        return rows.stream().map(ParquetReadTest::text).toList();
    }

    private static String text(Object value) {
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        if (value instanceof Row row) {
            StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < row.size(); i++) {
                text.append(text(row.get(i))).append('|');
            }
            return text.append(']').toString();
        }
        return String.valueOf(value);
    }

    private void write(List<Row> rows, String schema, Path path) {
        engine.write(rows, StructType.fromDDL(schema), path, "parquet", Map.of());
    }

    private static scala.collection.immutable.Seq<Object> seq(Object... values) {
        return CollectionConverters.asScala(Arrays.asList(values)).toSeq();
    }

    private static scala.collection.immutable.Map<String, Object> map(String key, Object value) {
        java.util.Map<String, Object> map = new java.util.HashMap<>();
        map.put(key, value);
        return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(map));
    }
}
