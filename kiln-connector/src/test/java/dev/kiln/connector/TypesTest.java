package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of all types come back as they come back from a Parquet file, or as they were where Parquet can't keep them. */
final class TypesTest {
    private static ConnectorSession session;
    private static int tables;

    @TempDir
    private static Path files;

    @BeforeAll
    static void start() {
        session = new ConnectorSession();
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT v.* FROM VALUES"
                        + " (true, -128Y, -32768S, -2147483648, -9223372036854775808L, FLOAT('NaN'), DOUBLE('NaN')),"
                        + " (false, 0Y, 0S, 0, 0L, FLOAT('-0.0'), DOUBLE('-0.0')),"
                        + " (true, 127Y, 32767S, 2147483647, 9223372036854775807L, FLOAT('Infinity'), DOUBLE('Infinity')),"
                        + " (true, 1Y, 1S, 1, 1L, FLOAT('-Infinity'), DOUBLE('-Infinity')),"
                        + " (true, 2Y, 2S, 2, 2L, FLOAT('1.4E-45'), DOUBLE('4.9E-324')),"
                        + " (NULL, NULL, NULL, NULL, NULL, NULL, NULL) AS v(a, b, c, d, e, f, g)",
                "SELECT CAST(a AS DECIMAL(5,2)) a, CAST(b AS DECIMAL(18,0)) b, CAST(c AS DECIMAL(38,18)) c, d, e FROM VALUES"
                        + " (-999.99, -999999999999999999, -99999999999999999999.999999999999999999BD, '', X''),"
                        + " (0, 1, 0.000000000000000001BD, 'Grüße, 世界 🙂', X'00FF'),"
                        + " (999.99, 999999999999999999, 1BD, repeat('long', 1000), X'FF'),"
                        + " (NULL, NULL, NULL, NULL, NULL) AS v(a, b, c, d, e)",
                "SELECT v.* FROM VALUES"
                        + " (date'0001-01-01', timestamp'0001-01-01 00:00:00', timestamp_ntz'0001-01-01 00:00:00',"
                        + " interval '-1-2' year to month, interval '-1 02:03:04.5' day to second),"
                        + " (date'9999-12-31', timestamp'2026-03-29 02:30:00.123456', timestamp_ntz'9999-12-31 23:59:59.999999',"
                        + " interval '178956970-7' year to month, interval '0 0:0:0' day to second),"
                        + " (NULL, NULL, NULL, NULL, NULL) AS v(a, b, c, d, e)",
                "SELECT array(id, NULL, id + 1) a, array() b, CAST(NULL AS ARRAY<STRING>) c,"
                        + " array(array('a', NULL), NULL, array()) d, map('a', id, 'b', NULL) e,"
                        + " map(id, array(map(1, 2))) f,"
                        + " named_struct('a', id, 'b', NULL, 'c', named_struct('d', array(id))) g,"
                        + " IF(id = 1, NULL, named_struct('a', id)) h, array(named_struct('x', id), NULL) i FROM range(3)"
            })
    void valuesAreThoseOfParquet(String query) {
        String table = "store.db.types" + tables++;
        String file = files.resolve(table).toString();
        session.sql("CREATE TABLE " + table + " AS " + query);
        session.spark.sql(query).write().parquet(file);
        boolean nested = query.contains("map(") || query.contains("array(") || query.contains("named_struct");
        String order = " ORDER BY 1";
        String found = "SELECT to_json(struct(*)) FROM ";
        assertThat(session.rows(found + table + order))
                .isEqualTo(session.rows(found + "parquet.`" + file + "`" + order));
        assertThat(session.spark.table(table).schema())
                .isEqualTo(session.spark.read().parquet(file).schema());
        if (!nested) {
            String values = Arrays.stream(session.spark.table(table).columns())
                    .map(c -> "count(" + c + "), CAST(min(" + c + ") AS STRING), CAST(max(" + c + ") AS STRING)")
                    .collect(Collectors.joining(", ", "SELECT count(*), ", " FROM "));
            assertThat(session.rows(values + table)).isEqualTo(session.rows(values + "parquet.`" + file + "`"));
        }
    }

    @Test
    void whatParquetCantKeepComesBackToo() {
        session.sql("CREATE TABLE store.db.odd AS SELECT NULL AS nothing,"
                + " parse_json('{\"a\":[1,true,null]}') AS v, time'12:34:56.789' AS t, 'x' COLLATE UTF8_LCASE AS c");
        assertThat(session.rows("SELECT nothing, CAST(v AS STRING), t, c FROM store.db.odd WHERE c = 'X'"))
                .containsExactly("[null,{\"a\":[1,true,null]},12:34:56.789,x]");
    }

    @Test
    void theHashIsSparks() {
        String all = "true, CAST(1 AS TINYINT), CAST(-2 AS SMALLINT), 3, 4L, CAST(5.5 AS FLOAT), -0.0D, 'text',"
                + " X'0102', CAST(1.5 AS DECIMAL(10,2)), CAST(-7 AS DECIMAL(38,0)), date'2026-01-01',"
                + " timestamp'2026-01-01 00:00:00', timestamp_ntz'2026-01-01 00:00:00', interval '1-2' year to month,"
                + " interval '1' day, CAST(NULL AS INT)";
        assertThat(session.rows("SELECT store.bucket(1000003, " + all + ")"))
                .isEqualTo(session.rows("SELECT pmod(hash(" + all + "), 1000003)"));
    }
}
