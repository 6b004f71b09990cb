package dev.kiln.engine.files.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.files.FileEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats that Spark's own readers read inside a DuckDB query. */
class FormatsTest {
    @TempDir
    static Path home;

    @TempDir
    Path data;

    private static FileEngine engine;

    @BeforeAll
    static void open() throws Exception {
        engine = new FileEngine(home, new FileScanTranslator());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json", "orc", "parquet"})
    void whatIsWrittenIsReadBack(String format) {
        StructType schema = StructType.fromDDL("id int, name string, amount double");
        List<Row> rows = List.of(
                RowFactory.create(1, "a,\"b\"\nc", 1.5),
                RowFactory.create(2, null, null),
                RowFactory.create(3, "grüße", -0.25));
        Path path = data.resolve(format);
        Map<String, String> options = Map.of("header", "true", "multiLine", format.equals("csv") ? "true" : "false");
        engine.write(rows, schema, path, format, options);
        List<Row> read = engine.with(spark -> spark.read()
                .format(format)
                .options(options)
                .schema(schema)
                .load(path.toString())
                .orderBy("id")
                .collectAsList());
        assertThat(read).containsExactlyElementsOf(rows);
    }

    @Test
    void csvSchemasAreInferredAndColumnsPruned() throws Exception {
        Path file = write("people.csv", "name;born;score\nAda;1815-12-10;1.5\nAlan;1912-06-23;2\n");
        List<Row> rows = engine.with(spark -> spark.read()
                .option("header", "true")
                .option("sep", ";")
                .option("inferSchema", "true")
                .csv(file.toString())
                .selectExpr("score * 2", "name")
                .where("year(born) > 1900")
                .collectAsList());
        assertThat(rows).containsExactly(RowFactory.create(4.0, "Alan"));
    }

    @Test
    void corruptRecordsAreTreatedAsTheModeSays() throws Exception {
        Path file = write("broken.json", "{\"a\":1}\n{\"a\":\n{\"a\":\"x\"}\n");
        StructType schema = StructType.fromDDL("a int, _corrupt_record string");
        assertThat(json(file, schema, "PERMISSIVE"))
                .containsExactly(
                        RowFactory.create(1, null),
                        RowFactory.create(null, "{\"a\":"),
                        RowFactory.create(null, "{\"a\":\"x\"}"));
        assertThat(json(file, schema, "DROPMALFORMED")).containsExactly(RowFactory.create(1, null));
        assertThatThrownBy(() -> json(file, schema, "FAILFAST")).hasStackTraceContaining("MALFORMED_RECORD_IN_PARSING");
    }

    private static List<Row> json(Path file, StructType schema, String mode) {
        return engine.with(spark -> spark.read()
                .schema(schema)
                .option("mode", mode)
                .json(file.toString())
                .collectAsList());
    }

    @Test
    void textAndBinaryFilesAreRead() throws Exception {
        Path file = write("lines.txt", "one\ntwo\n\n");
        List<Row> lines =
                engine.with(spark -> spark.read().text(file.toString()).collectAsList());
        assertThat(lines).extracting(row -> row.getString(0)).containsExactly("one", "two", "");
        List<Row> binary = engine.with(spark -> spark.read()
                .format("binaryFile")
                .load(file.toString())
                .select("length", "content")
                .collectAsList());
        assertThat(binary.get(0).getLong(0)).isEqualTo(9);
        assertThat((byte[]) binary.get(0).get(1)).hasSize(9);
    }

    @Test
    void countsNeedNoColumns() throws Exception {
        Path file = write("n.csv", "1,2\n3,4\n5,6\n");
        long count = engine.with(spark -> spark.read().csv(file.toString()).count());
        assertThat(count).isEqualTo(3);
    }

    @Test
    void aScanIsReadTwiceInOneQuery() throws Exception {
        Path file = write("self.csv", "1\n2\n");
        List<Row> rows = engine.with(spark -> {
            spark.read().schema("v int").csv(file.toString()).createOrReplaceTempView("self_csv");
            return spark.sql("select a.v, b.v from self_csv a join self_csv b on a.v < b.v")
                    .collectAsList();
        });
        assertThat(rows).containsExactly(RowFactory.create(1, 2));
    }

    @Test
    void severalFilesWithPartitionsAreOneRelation() {
        Path path = data.resolve("parts");
        engine.with(spark -> {
            spark.sql("select id, id % 2 as p from range(10)")
                    .write()
                    .partitionBy("p")
                    .json(path.toString());
            return null;
        });
        List<Row> sums = engine.with(spark -> spark.read()
                .json(path.toString())
                .groupBy("p")
                .sum("id")
                .orderBy("p")
                .collectAsList());
        assertThat(sums).containsExactly(RowFactory.create(0, 20L), RowFactory.create(1, 25L));
    }

    private Path write(String name, String content) throws Exception {
        return Files.writeString(data.resolve(name), content);
    }
}
