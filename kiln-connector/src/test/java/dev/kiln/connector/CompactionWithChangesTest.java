package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows are appended, moved about, put and read while servers rewrite their batches: no row is lost or doubled, every reader
 * sees the sum that never changes, and appends never fail.
 */
@Tag("store")
final class CompactionWithChangesTest {
    private static final int ROUNDS = Integer.getInteger("kiln.store.rounds", 2) * 20;
    private static final int ACCOUNTS = 40;
    private static final String TOTAL = "[" + ACCOUNTS * 100 + "]";

    private final AtomicInteger conflicts = new AtomicInteger();

    @Test
    void nobodyNoticesCompaction(@TempDir Path directory) throws Exception {
        try (StoreProcesses store = new StoreProcesses(directory, 2)) {
            SparkSession spark = SparkSession.builder()
                    .master("local[2]")
                    .appName("compaction")
                    .config("spark.ui.enabled", "false")
                    .config("spark.sql.shuffle.partitions", "2")
                    .config("spark.sql.catalog.store", StoreCatalog.class.getName())
                    .config("spark.kiln.store.locators", store.locator())
                    .getOrCreate();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                run(spark, threads);
                assertThat(Stores.report(ClientSettings.of(store.locator())).members())
                        .anySatisfy(member ->
                                assertThat(member.compaction().commits()).isPositive());
            } finally {
                threads.shutdownNow();
                spark.stop();
            }
        }
    }

    private void run(SparkSession spark, ExecutorService threads) throws Exception {
        spark.sql("CREATE NAMESPACE store.db");
        spark.sql("CREATE TABLE store.db.t (k BIGINT, v BIGINT, n INT) USING column"
                + " OPTIONS (PARTITION_BY 'k', KEY_COLUMNS 'k', BUCKETS '2')");
        spark.sql("INSERT INTO store.db.t SELECT id, 100, 0 FROM range(" + ACCOUNTS + ")");
        AtomicBoolean over = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>();
        running.add(threads.submit(() -> each(step -> {
            spark.sql("INSERT INTO store.db.t VALUES (" + (1000 + step) + ", 0, 0)");
            return null;
        })));
        running.add(threads.submit(() -> each(step -> retried(() -> {
            int from = step % ACCOUNTS;
            int to = (step * 7 + 1) % ACCOUNTS;
            spark.sql("UPDATE store.db.t SET v = v + CASE WHEN k = " + from + " THEN -1 ELSE 1 END WHERE k IN (" + from
                    + ", " + to + ") AND " + from + " <> " + to);
            return null;
        }))));
        running.add(threads.submit(() -> each(step -> retried(() -> {
            spark.sql("SELECT " + (5000 + step % 10) + "L AS k, 0L AS v, " + step + " AS n")
                    .writeTo("store.db.t")
                    .option("put", "true")
                    .append();
            return null;
        }))));
        Future<?> reader = threads.submit(() -> {
            while (!over.get()) {
                assertThat(rows(spark, "SELECT sum(v) FROM store.db.t")).containsExactly(TOTAL);
            }
            return null;
        });
        for (Future<?> one : running) {
            one.get(10, TimeUnit.MINUTES);
        }
        over.set(true);
        reader.get(1, TimeUnit.MINUTES);
        assertThat(rows(spark, "SELECT sum(v) FROM store.db.t")).containsExactly(TOTAL);
        assertThat(rows(spark, "SELECT k FROM store.db.t GROUP BY k HAVING count(*) > 1"))
                .isEmpty();
        assertThat(rows(
                        spark,
                        "SELECT count_if(k < 1000), count_if(k BETWEEN 1000 AND 4999), count_if(k >= 5000),"
                                + " max(IF(k >= 5000, n, 0)) FROM store.db.t"))
                .containsExactly("[" + ACCOUNTS + "," + ROUNDS + "," + Math.min(ROUNDS, 10) + "," + (ROUNDS - 1) + "]");
        System.out.println(conflicts + " changes were run again");
    }

    private interface Step {
        Object run(int step) throws Exception;
    }

    private static Object each(Step step) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            step.run(i);
        }
        return "done";
    }

    private Object retried(Callable<?> change) throws Exception {
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                change.call();
                return "done";
            } catch (Exception e) {
                if (failure(e).filter(StoreCondition::isRetryable).isEmpty()) {
                    throw e;
                }
                conflicts.incrementAndGet();
            }
        }
        throw new AssertionError("a hundred attempts failed");
    }

    private static Optional<StoreCondition> failure(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException failure) {
                return Optional.of(failure.condition());
            }
        }
        return Optional.empty();
    }

    private static List<String> rows(SparkSession spark, String query) {
        return spark.sql(query).collectAsList().stream().map(Row::toString).toList();
    }
}
