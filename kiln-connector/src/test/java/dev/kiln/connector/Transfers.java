package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writers that move money between accounts, and one that adds rows by twos, while readers look: every look has all the
 * money and both rows of each two, and in the end every account has what was moved.
 */
final class Transfers {
    private static final int ACCOUNTS = 12;
    private static final long EACH = 1_000;

    /** What a thread does again and again. */
    private interface Step {
        void run(SparkSession session) throws InterruptedException;
    }

    /** How a transfer is written. */
    private interface Statement {
        String of(int from, int to, int amount);
    }

    private final SparkSession spark;
    private final AtomicLongArray moved = new AtomicLongArray(ACCOUNTS);
    private final AtomicInteger transfers = new AtomicInteger();
    private final AtomicInteger conflicts = new AtomicInteger();
    private final AtomicInteger pairs = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean over;

    Transfers(SparkSession spark) {
        this.spark = spark;
    }

    /** @param seconds how long to go on, and until something of everything has happened */
    void run(int seconds) throws InterruptedException {
        spark.sql("CREATE NAMESPACE IF NOT EXISTS store.bank");
        spark.sql("CREATE TABLE store.bank.accounts (id INT, balance BIGINT) USING column"
                + " OPTIONS (PARTITION_BY 'id', BUCKETS '3', KEY_COLUMNS 'id')");
        spark.sql("CREATE TABLE store.bank.pairs (pair INT, half INT) USING column"
                + " OPTIONS (PARTITION_BY 'half', BUCKETS '2')");
        spark.sql("INSERT INTO store.bank.accounts SELECT CAST(id AS INT), " + EACH + " FROM range(" + ACCOUNTS + ")");
        List<Thread> threads = new ArrayList<>();
        threads.add(loop(session -> transfer(session, new Random(), Transfers::merge)));
        threads.add(loop(session -> transfer(session, new Random(), Transfers::update)));
        threads.add(loop(this::append));
        threads.add(loop(this::look));
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long limit = end + 120_000_000_000L;
        while (failure.get() == null
                && System.nanoTime() < limit
                && (System.nanoTime() < end || Math.min(Math.min(transfers.get(), pairs.get()), looks.get()) < 3)) {
            Thread.sleep(20);
        }
        over = true;
        for (Thread thread : threads) {
            thread.join(120_000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(failure.get()).isNull();
        assertThat(transfers).hasPositiveValue();
        look(spark);
        for (Row row : spark.sql("SELECT id, balance FROM store.bank.accounts").collectAsList()) {
            assertThat(row.getLong(1)).as("account " + row).isEqualTo(EACH + moved.get(row.getInt(0)));
        }
        assertThat(spark.sql("SELECT * FROM store.bank.pairs").count()).isEqualTo(2L * pairs.get());
        System.out.println(
                transfers + " transfers, " + conflicts + " conflicts, " + pairs + " pairs, " + looks + " looks");
    }

    private Thread loop(Step step) {
        SparkSession session = spark.newSession();
        Thread thread = new Thread(() -> {
            while (!over && failure.get() == null) {
                try {
                    step.run(session);
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static String merge(int from, int to, int amount) {
        return "MERGE INTO store.bank.accounts t USING (SELECT * FROM VALUES (%d, -%d), (%d, %d) AS v(id, change)) s"
                        .formatted(from, amount, to, amount)
                + " ON t.id = s.id WHEN MATCHED THEN UPDATE SET balance = t.balance + s.change";
    }

    private static String update(int from, int to, int amount) {
        return "UPDATE store.bank.accounts SET balance = balance + IF(id = %d, -%d, %d) WHERE id IN (%d, %d)"
                .formatted(from, amount, amount, from, to);
    }

    /** Until nobody else is in the way. */
    private void transfer(SparkSession session, Random random, Statement statement) {
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        int amount = 1 + random.nextInt(50);
        while (!over) {
            try {
                session.sql(statement.of(from, to, amount));
                moved.addAndGet(from, -amount);
                moved.addAndGet(to, amount);
                transfers.incrementAndGet();
                return;
            } catch (Exception e) {
                if (!isConflict(e)) {
                    throw e;
                }
                conflicts.incrementAndGet();
            }
        }
    }

    private static boolean isConflict(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException error) {
                return error.condition() == StoreCondition.COMMIT_CONFLICT;
            }
        }
        return false;
    }

    private void append(SparkSession session) {
        int pair = pairs.get();
        session.sql("INSERT INTO store.bank.pairs VALUES (%d, 0), (%d, 1)".formatted(pair, pair));
        pairs.incrementAndGet();
    }

    private void look(SparkSession session) {
        Row sum = session.sql("SELECT count(*), sum(balance) FROM store.bank.accounts")
                .first();
        assertThat(sum.getLong(0)).isEqualTo(ACCOUNTS);
        assertThat(sum.getLong(1)).isEqualTo(EACH * ACCOUNTS);
        assertThat(session.sql("SELECT pair, count(*) FROM store.bank.pairs GROUP BY pair HAVING count(*) <> 2")
                        .collectAsList())
                .isEmpty();
        looks.incrementAndGet();
    }
}
