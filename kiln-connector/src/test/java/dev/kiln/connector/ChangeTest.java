package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.session.StoreSettings;
import dev.kiln.connector.write.OpenWrite;
import dev.kiln.connector.write.WriteOutcome;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.batch.DeletedRowList;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that changes rows. */
final class ChangeTest {
    private static ConnectorSession session;

    @BeforeAll
    static void start() {
        session = new ConnectorSession();
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    @BeforeEach
    void fill() {
        session.sql("CREATE OR REPLACE TABLE store.db.t (k BIGINT, v STRING) PARTITIONED BY (bucket(4, k))");
        session.sql("INSERT INTO store.db.t SELECT id, concat('v', id) FROM range(100)");
    }

    private static List<String> all() {
        return session.rows("SELECT count(*), sum(k), count(DISTINCT v) FROM store.db.t");
    }

    @Test
    void insertAppendsAndOverwriteReplaces() {
        session.sql("INSERT INTO store.db.t VALUES (100, 'new')");
        assertThat(all()).containsExactly("[101,5050,101]");
        session.sql("INSERT OVERWRITE store.db.t SELECT id, 'x' FROM range(10)");
        assertThat(all()).containsExactly("[10,45,1]");
        assertThat(session.store().openWrites()).isEmpty();
    }

    @Test
    void deleteDropsRowsAndWholeBatches() {
        session.sql("DELETE FROM store.db.t WHERE k % 2 = 0");
        assertThat(all()).containsExactly("[50,2500,50]");
        session.sql("DELETE FROM store.db.t WHERE k % 3 = 0");
        assertThat(all()).containsExactly("[33,1633,33]");
        assertThat(session.rows("SELECT k FROM store.db.t WHERE k < 12 ORDER BY k"))
                .containsExactly("[1]", "[5]", "[7]", "[11]");
        int before = session.store().reads();
        session.sql("DELETE FROM store.db.t WHERE k >= 0");
        assertThat(all()).containsExactly("[0,null,0]");
        // The lists of deleted rows were read, for the commit, but no rows.
        assertThat(session.store().reads() - before).isLessThanOrEqualTo(4);
    }

    @Test
    void updateChangesRows() {
        session.sql("UPDATE store.db.t SET v = 'even' WHERE k % 2 = 0");
        assertThat(all()).containsExactly("[100,4950,51]");
        session.sql("UPDATE store.db.t SET k = k + 1000 WHERE k = 7");
        assertThat(session.rows("SELECT v FROM store.db.t WHERE k = 1007")).containsExactly("[v7]");
        assertThat(session.rows("SELECT v FROM store.db.t WHERE k = 7")).isEmpty();
    }

    @Test
    void mergeDoesAllThree() {
        session.sql("MERGE INTO store.db.t USING (SELECT id + 90 AS k FROM range(20)) s ON t.k = s.k"
                + " WHEN MATCHED AND t.k < 95 THEN DELETE"
                + " WHEN MATCHED THEN UPDATE SET v = 'merged'"
                + " WHEN NOT MATCHED THEN INSERT (k, v) VALUES (s.k, 'inserted')");
        assertThat(session.rows(
                        "SELECT v, count(*), min(k), max(k) FROM store.db.t WHERE k >= 90 GROUP BY v ORDER BY v"))
                .containsExactly("[inserted,10,100,109]", "[merged,5,95,99]");
        assertThat(session.rows("SELECT count(*) FROM store.db.t")).containsExactly("[105]");
    }

    @Test
    void twoWritersOfTheSameRowsDontBothSucceed() {
        StoreRelation relation = new StoreRelation(
                StoreSettings.of(Map.of("locators", session.spark.conf().get("spark.kiln.store.locators"))),
                session.store().table(new TableName("db", "t")));
        Snapshot base = session.store().snapshot(relation.table());
        Batch batch = base.buckets().get(0).batches().get(0);
        List<WriteOutcome> first = List.of(new WriteOutcome(
                List.of(),
                List.of(new WriteOutcome.Deleted(
                        0,
                        batch.id(),
                        DeletedRowList.none(batch.rows()).with(IntStream.of(0)).encode()))));
        OpenWrite one = OpenWrite.begin(relation, true);
        OpenWrite two = OpenWrite.begin(relation, true);
        one.change(first, base, Set.of(), Optional.empty());
        assertThatThrownBy(() -> two.change(first, base, Set.of(), Optional.empty()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.condition()).isEqualTo(StoreCondition.COMMIT_CONFLICT));
        assertThat(session.rows("SELECT count(*) FROM store.db.t")).containsExactly("[99]");
    }

    @Test
    void aFailedWriteLeavesNothing() {
        assertThatThrownBy(() -> session.sql("INSERT INTO store.db.t"
                        + " SELECT IF(id = 999, raise_error('stop'), id), 'x' FROM range(1000)"))
                .hasStackTraceContaining("stop");
        assertThat(all()).containsExactly("[100,4950,100]");
        assertThat(session.store().openWrites()).isEmpty();
    }

    @Test
    void rowsWithoutAKeyAreSpreadOverBuckets() {
        session.sql("CREATE TABLE store.db.spread (k BIGINT, v STRING) OPTIONS (BUCKETS '4', COLUMN_BATCH_SIZE '64k')");
        session.sql("INSERT INTO store.db.spread SELECT id, repeat('x', 100) FROM range(0, 20000, 1, 2)");
        List<Integer> rows =
                session.store().snapshot(session.store().table(new TableName("db", "spread"))).buckets().stream()
                        .map(bucket ->
                                bucket.batches().stream().mapToInt(Batch::rows).sum())
                        .toList();
        assertThat(rows).allSatisfy(count -> assertThat(count).isBetween(3000, 7000));
    }

    @Test
    void aStreamCommitsEachStepOnce(@TempDir Path files) throws Exception {
        session.sql("CREATE TABLE store.db.stream (k BIGINT, v STRING) PARTITIONED BY (bucket(4, k))");
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            session.spark
                    .sql("SELECT id AS k, 'x' AS v FROM range(100)")
                    .write()
                    .mode("append")
                    .parquet(files.resolve("in").toString());
            stream(files);
            counts.add(session.spark.table("store.db.stream").count());
        }
        assertThat(counts).containsExactly(100L, 200L);
        // A driver that ended between the store's commit and its own note of it repeats the step.
        try (var commits = java.nio.file.Files.list(files.resolve("checkpoint/commits"))) {
            for (Path commit : commits.filter(
                            path -> path.getFileName().toString().matches("\\.?1(\\.crc)?"))
                    .toList()) {
                java.nio.file.Files.delete(commit);
            }
        }
        stream(files);
        assertThat(session.spark.table("store.db.stream").count()).isEqualTo(200L);
    }

    private static void stream(Path files) throws Exception {
        Dataset<Row> in = session.spark
                .readStream()
                .schema("k BIGINT, v STRING")
                .parquet(files.resolve("in").toString());
        in.writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", files.resolve("checkpoint").toString())
                .toTable("store.db.stream")
                .awaitTermination();
    }
}
