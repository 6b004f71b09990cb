package dev.kiln.engine.files.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.files.FileEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark's readers find in files that DuckDB wrote is what they find in files that Spark wrote. */
class ParquetWriteTest {
    /** An option that changes nothing but that Spark's writer has to write. */
    private static final String BY_SPARK = "maxRecordsPerFile";

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

    @Test
    void everyTypeIsWrittenAsSparkWritesIt() throws IOException {
        Path source = data.resolve("source");
        engine.write(ParquetReadTest.ROWS, ParquetReadTest.ALL, source, "parquet", Map.of());
        assertSame("select * from parquet.`" + source + "`");
        assertSame("select * from parquet.`" + source + "` where i1 is null");
        assertSame("select * from parquet.`" + source + "` where i1 = 77");
    }

    @Test
    void oddNamesAndNullability() throws IOException {
        assertSame("select id as `a\"b'c.d`, 1 as `ü ä`, named_struct('x y', id, 'Z', cast(null as int)) as st,"
                + " array(id) as arr, map('k', id) as m, cast(id as string) as `select` from range(3)");
    }

    @Test
    void rowsKeepTheirOrder() throws IOException {
        Path path = data.resolve("ordered");
        write("select id from range(300000) order by id desc", path, UnaryOperator.identity());
        scans.useSparkOnly(true);
        List<Row> rows = engine.with(
                spark -> spark.read().parquet(path.toString()).limit(2).collectAsList());
        scans.useSparkOnly(false);
        assertThat(rows).extracting(row -> row.getLong(0)).containsExactly(299_999L, 299_998L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd"})
    void compressionIsWhatTheOptionSays(String codec) throws IOException {
        Path ours = data.resolve("ours");
        Path sparks = data.resolve("sparks");
        String query = "select id, 'text' as s from range(1000)";
        write(query, ours, writer -> writer.option("compression", codec));
        write(query, sparks, writer -> writer.option("compression", codec).option(BY_SPARK, 1_000_000));
        assertThat(isOurs(ours)).isTrue();
        assertThat(codecs(ours)).isEqualTo(codecs(sparks));
        assertThat(extension(file(ours))).isEqualTo(extension(file(sparks)));
    }

    @Test
    void tablesWithCharTypesAndComments() throws IOException {
        engine.sql("create table t (c char(3) comment 'three', v varchar(5), n int not null) using parquet");
        engine.sql("insert into t select 'a', 'bc', cast(id as int) from range(2)");
        ParquetMetadata footer = footer(home.resolve("warehouse/t"));
        assertThat(isOurs(home.resolve("warehouse/t"))).isTrue();
        assertThat(footer.getFileMetaData().getKeyValueMetaData().get("org.apache.spark.sql.parquet.row.metadata"))
                .contains("three");
        assertThat(engine.sql("select * from t order by n").get(0).getString(0)).isEqualTo("a  ");
        assertThatThrownBy(() -> engine.sql("insert into t select 'abcd', 'bc', cast(id as int) from range(2)"))
                .hasStackTraceContaining("EXCEED_LIMIT_LENGTH");
        engine.sql("drop table t");
    }

    @Test
    void whatIsAskedOfSparksWriterIsWrittenByIt() throws IOException {
        String query = "select id, timestamp_micros(id) as ts, id % 2 as p from range(10)";
        List<UnaryOperator<DataFrameWriter<Row>>> demands = List.of(
                writer -> writer.option("compression", "lz4"),
                writer -> writer.option("parquet.block.size", "1000000"),
                writer -> writer.partitionBy("p"));
        int number = 0;
        for (UnaryOperator<DataFrameWriter<Row>> demand : demands) {
            Path path = data.resolve("demand" + number++);
            write(query, path, demand);
            assertThat(isOurs(path)).isFalse();
        }
        Map<String, String> settings = Map.of(
                "spark.sql.parquet.outputTimestampType", "INT96",
                "spark.sql.parquet.writeLegacyFormat", "true",
                "spark.sql.parquet.datetimeRebaseModeInWrite", "LEGACY");
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            Path path = data.resolve("demand" + number++);
            engine.with(spark -> {
                spark.conf().set(setting.getKey(), setting.getValue());
                return null;
            });
            write(query, path, UnaryOperator.identity());
            engine.with(spark -> {
                spark.conf().unset(setting.getKey());
                return null;
            });
            assertThat(isOurs(path)).as(setting.getKey()).isFalse();
        }
    }

    private void assertSame(String query) throws IOException {
        Path ours = data.resolve("ours" + query.hashCode());
        Path sparks = data.resolve("sparks" + query.hashCode());
        write(query, ours, UnaryOperator.identity());
        write(query, sparks, writer -> writer.option(BY_SPARK, 1_000_000));
        assertThat(isOurs(ours)).isTrue();
        assertThat(isOurs(sparks)).isFalse();
        assertThat(sparkMetadata(ours)).isEqualTo(sparkMetadata(sparks));
        scans.useSparkOnly(true);
        try {
            assertThat(schema(ours)).isEqualTo(schema(sparks));
            assertThat(ParquetReadTest.texts(rows(ours))).isEqualTo(ParquetReadTest.texts(rows(sparks)));
        } finally {
            scans.useSparkOnly(false);
        }
    }

    private static void write(String query, Path path, UnaryOperator<DataFrameWriter<Row>> change) {
        engine.with(spark -> {
            change.apply(spark.sql(query).write()).parquet(path.toString());
            return null;
        });
    }

    private static String schema(Path path) {
        return engine.with(
                spark -> spark.read().parquet(path.toString()).schema().json());
    }

    private static List<Row> rows(Path path) {
        return engine.with(spark -> spark.read().parquet(path.toString()).collectAsList());
    }

    private static Path file(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.indexOf('.'));
    }

    private static ParquetMetadata footer(Path directory) throws IOException {
        HadoopInputFile file = HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file(directory).toUri()), new Configuration());
        try (ParquetFileReader reader = ParquetFileReader.open(file)) {
            return reader.getFooter();
        }
    }

    private static boolean isOurs(Path directory) throws IOException {
        return footer(directory).getFileMetaData().getCreatedBy().contains("DuckDB");
    }

    private static Map<String, String> sparkMetadata(Path directory) throws IOException {
        Map<String, String> metadata =
                new HashMap<>(footer(directory).getFileMetaData().getKeyValueMetaData());
        metadata.keySet().removeIf(name -> !name.startsWith("org.apache.spark."));
        return metadata;
    }

    private static List<String> codecs(Path directory) throws IOException {
        return footer(directory).getBlocks().get(0).getColumns().stream()
                .map(column -> column.getCodec().name())
                .toList();
    }
}
