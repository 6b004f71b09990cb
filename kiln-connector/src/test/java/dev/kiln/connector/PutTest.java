package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.connector.put.PutWrite;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.session.StoreSettings;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.table.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that take the place of those with the same key; Spark's own joins say what should be there. */
final class PutTest {
    private static final String OLD = "SELECT id AS k, IF(id % 3 = 0, NULL, concat('old', id % 7)) AS v,"
            + " CAST(id % 5 AS INT) AS p FROM range(1000)";
    private static final String NEW =
            "SELECT id * 3 AS k, concat('new', id) AS v, CAST(id % 4 AS INT) AS p" + " FROM range(100, 500)";
    private static final String EXPECTED = "SELECT * FROM (" + NEW + ") UNION ALL SELECT * FROM (" + OLD
            + ") o WHERE NOT EXISTS (SELECT 1 FROM (" + NEW + ") n WHERE n.k = o.k)";

    private static ConnectorSession session;

    @BeforeAll
    static void start() {
        session = new ConnectorSession();
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    private static void make(String options) {
        session.sql("CREATE OR REPLACE TABLE store.db.put (k BIGINT, v STRING, p INT) OPTIONS (BUCKETS '4'" + options
                + ")");
        session.sql("INSERT INTO store.db.put " + OLD);
    }

    private static void put(String query) {
        try {
            session.spark
                    .sql(query)
                    .writeTo("store.db.put")
                    .option("put", "true")
                    .append();
        } catch (org.apache.spark.sql.catalyst.analysis.NoSuchTableException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertSame(String table, String expected) {
        assertThat(session.rows("SELECT * FROM " + table + " EXCEPT ALL (" + expected + ")"))
                .isEmpty();
        assertThat(session.rows("(" + expected + ") EXCEPT ALL SELECT * FROM " + table))
                .isEmpty();
    }

    @Test
    void rowsReplaceThoseWithTheSameKeyWhereverTheyAre() {
        for (String options : List.of(
                ", KEY_COLUMNS 'k', PARTITION_BY 'k'", ", KEY_COLUMNS 'k'", ", KEY_COLUMNS 'k', PARTITION_BY 'p'")) {
            make(options);
            put(NEW);
            assertSame("store.db.put", EXPECTED);
            put(NEW);
            assertSame("store.db.put", EXPECTED);
            put(NEW + " WHERE false");
            assertSame("store.db.put", EXPECTED);
        }
        assertThat(session.store().openWrites()).isEmpty();
    }

    @Test
    void deletedRowsStayDeletedAndAreNotFoundAgain() {
        make(", KEY_COLUMNS 'k', PARTITION_BY 'k'");
        session.sql("DELETE FROM store.db.put WHERE k % 2 = 0");
        put("SELECT 4L AS k, 'back' AS v, 0 AS p UNION ALL SELECT 5L, 'changed', 0");
        assertThat(session.rows("SELECT k, v FROM store.db.put WHERE k < 8 ORDER BY k"))
                .containsExactly("[1,old1]", "[3,null]", "[4,back]", "[5,changed]", "[7,old0]");
        assertThat(session.rows("SELECT count(*) FROM store.db.put")).containsExactly("[501]");
    }

    @Test
    void keysMayConsistOfColumnsOfManyTypes() {
        session.sql("CREATE TABLE store.db.types (a STRING, n DECIMAL(38, 3), m DECIMAL(9, 2), b BINARY, t TIMESTAMP,"
                + " d DATE, s SMALLINT, y TINYINT, o BOOLEAN, v INT)"
                + " OPTIONS (BUCKETS '4', KEY_COLUMNS 'a, n, m, b, t, d, s, y, o', PARTITION_BY 'n, a')");
        String rows =
                "SELECT concat('a', id % 2) AS a, CAST(id AS DECIMAL(38, 3)) AS n, CAST(id AS DECIMAL(9, 2)) AS m,"
                        + " encode(repeat('x', CAST(id AS INT)), 'UTF-8') AS b, timestamp_seconds(id) AS t, CAST(timestamp_seconds"
                        + "(id * 86400) AS DATE) AS d, CAST(id AS SMALLINT) AS s, CAST(id AS TINYINT) AS y, id % 3 = 0 AS o";
        session.sql("INSERT INTO store.db.types " + rows + ", 1 AS v FROM range(20)");
        try {
            session.spark
                    .sql(rows + ", 2 AS v FROM range(10)")
                    .writeTo("store.db.types")
                    .option("put", "true")
                    .append();
        } catch (org.apache.spark.sql.catalyst.analysis.NoSuchTableException e) {
            throw new AssertionError(e);
        }
        assertThat(session.rows("SELECT v, count(*) FROM store.db.types GROUP BY v ORDER BY v"))
                .containsExactly("[1,10]", "[2,10]");
    }

    @Test
    void whatHasNoSingleMeaningIsRefusedAndChangesNothing() {
        make(", KEY_COLUMNS 'k', PARTITION_BY 'k'");
        assertThatThrownBy(() -> put("SELECT 7L AS k, 'x' AS v, id AS p FROM range(0, 2, 1, 2)"))
                .hasStackTraceContaining("have the same key [k]");
        assertThatThrownBy(() -> put("SELECT CAST(NULL AS BIGINT) AS k, 'x' AS v, 1 AS p"))
                .hasStackTraceContaining("no value in column k of the key");
        assertSame("store.db.put", OLD);
        assertThat(session.store().openWrites()).isEmpty();
        make("");
        assertThatThrownBy(() -> put(NEW)).hasStackTraceContaining("KEY_COLUMNS");
    }

    @Test
    void ofTwoPutsAtTheSameTimeTheLaterOneFails() throws Exception {
        for (String options : List.of(", KEY_COLUMNS 'k', PARTITION_BY 'k'", ", KEY_COLUMNS 'k'")) {
            make(options);
            StoreRelation relation = new StoreRelation(
                    StoreSettings.of(Map.of("locators", session.spark.conf().get("spark.kiln.store.locators"))),
                    session.store().table(new TableName("db", "put")));
            BatchWrite first = new PutWrite(relation, "one").toBatch();
            BatchWrite second = new PutWrite(relation, "two").toBatch();
            // A key that isn't there: each of them adds it.
            WriterCommitMessage one = message(first, 1, 5000L);
            WriterCommitMessage two = message(second, 2, 5000L);
            first.commit(new WriterCommitMessage[] {one});
            assertThatThrownBy(() -> second.commit(new WriterCommitMessage[] {two}))
                    .isInstanceOfSatisfying(StoreException.class, e -> {
                        assertThat(e.condition()).isEqualTo(StoreCondition.COMMIT_CONFLICT);
                        assertThat(e.condition().isRetryable()).isTrue();
                    });
            assertThat(session.rows("SELECT v FROM store.db.put WHERE k = 5000"))
                    .containsExactly("[put by 1]");
            assertThat(session.store().openWrites()).isEmpty();
        }
    }

    private static WriterCommitMessage message(BatchWrite write, int task, long key) throws Exception {
        try (DataWriter<InternalRow> writer =
                write.createBatchWriterFactory(() -> 1).createWriter(0, task)) {
            writer.write(new GenericInternalRow(new Object[] {key, UTF8String.fromString("put by " + task), 1}));
            return writer.commit();
        }
    }

    @Test
    void everyStepOfAStreamIsPutOnce(@TempDir Path directory) throws Exception {
        make(", KEY_COLUMNS 'k', PARTITION_BY 'k'");
        Path input = directory.resolve("input");
        for (int step = 0; step < 3; step++) {
            session.spark
                    .sql("SELECT id AS k, concat('step', " + step + ") AS v, 1 AS p FROM range(" + step * 10 + ", 30)")
                    .coalesce(1)
                    .write()
                    .mode("append")
                    .parquet(input.toString());
            session.spark
                    .readStream()
                    .schema("k BIGINT, v STRING, p INT")
                    .parquet(input.toString())
                    .writeStream()
                    .option(
                            "checkpointLocation",
                            directory.resolve("checkpoint").toString())
                    .option("put", "true")
                    .trigger(Trigger.AvailableNow())
                    .toTable("store.db.put")
                    .awaitTermination(60_000);
        }
        assertThat(session.rows(
                        "SELECT v, count(*), min(k), max(k) FROM store.db.put WHERE k < 30" + " GROUP BY v ORDER BY v"))
                .containsExactly("[step0,10,0,9]", "[step1,10,10,19]", "[step2,10,20,29]");
        assertThat(session.rows("SELECT count(*) FROM store.db.put")).containsExactly("[1000]");
    }
}
