package dev.kiln.conformance.engine;

import static org.apache.spark.sql.functions.call_udf;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * A session that two threads keep busy: one with what the embedded engine answers, one with what Spark does. Both insert
 * numbers into a table and note those that were acknowledged.
 */
final class BusySession implements AutoCloseable {
    /** Longer than an engine takes to start, or a lost one to be noticed. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(120);

    private static final int STATE_ROWS = 1000;
    private static final String ZONE = "Asia/Kathmandu";

    private final SparkSession session;
    private final String table;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<Future<?>> running = new ArrayList<>();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> tooLong = new ConcurrentLinkedQueue<>();
    private final AtomicLong embeddedAnswers = new AtomicLong();
    private final AtomicLong sparkAnswers = new AtomicLong();
    private volatile boolean stopped;

    private BusySession(SparkSession session, String table) {
        this.session = session;
        this.table = table;
    }

    /** Opens a session with some state on both engines, and gets busy. */
    static BusySession start(String address, String table) throws URISyntaxException {
        BusySession busy =
                new BusySession(SparkSession.builder().remote(address).create(), table);
        try {
            busy.prepare();
        } catch (RuntimeException | URISyntaxException e) {
            busy.close();
            throw e;
        }
        busy.running.add(busy.threads.submit(() -> busy.work(0, "", busy.embeddedAnswers)));
        busy.running.add(busy.threads.submit(() -> busy.work(1, "plus_one", busy.sparkAnswers)));
        return busy;
    }

    private void prepare() throws URISyntaxException {
        session.conf().set("spark.sql.session.timeZone", ZONE);
        session.range(STATE_ROWS).createOrReplaceTempView("state");
        session.sql("CREATE TABLE " + table + " (number BIGINT) USING parquet");
        String name = PlusOne.class.getName().replace('.', '/') + ".class";
        session.addArtifact(
                Path.of(PlusOne.class.getResource("/" + name).toURI()).toString(), name);
        session.udf().register("plus_one", new PlusOne(), DataTypes.LongType);
        assertThat(session.range(1)
                        .select(call_udf("plus_one", col("id")))
                        .collectAsList()
                        .get(0)
                        .getLong(0))
                .isEqualTo(1);
    }

    private void work(int parity, String function, AtomicLong answers) {
        for (long number = parity; !stopped; number += 2) {
            String insert = "INSERT INTO " + table + " SELECT " + function + "(CAST(" + number + " AS BIGINT))";
            try {
                call(insert, () -> session.sql(insert));
                acknowledged.add(function.isEmpty() ? number : number + 1);
                String sum = "SELECT sum(" + function + "(number)) FROM " + table;
                call(sum, () -> session.sql(sum).collectAsList());
                answers.incrementAndGet();
            } catch (RuntimeException | Error e) {
                pause();
            } catch (Exception e) {
                pause(); // Spark's exceptions are checked ones that Scala does not declare.
            }
        }
    }

    /** Notes how long a call takes that takes too long, whether it ends with a result or with an error. */
    private void call(String statement, Callable<?> call) throws Exception {
        long start = System.nanoTime();
        try {
            call.call();
        } finally {
            long millis = (System.nanoTime() - start) / 1_000_000;
            if (millis > CALL_LIMIT.toMillis()) {
                tooLong.add(statement + " took " + millis + " ms");
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fails unless both engines answer again, twice within the time that two calls may take. */
    void requireGoingOn() {
        long embedded = embeddedAnswers.get();
        long spark = sparkAnswers.get();
        long deadline = System.nanoTime() + 2 * CALL_LIMIT.toNanos();
        // One of them may have been on its way before the fault.
        while ((embeddedAnswers.get() < embedded + 2 || sparkAnswers.get() < spark + 2)
                && System.nanoTime() - deadline < 0) {
            pause();
        }
        assertThat(embeddedAnswers.get()).as("answers of the embedded engine").isGreaterThanOrEqualTo(embedded + 2);
        assertThat(sparkAnswers.get()).as("answers of Spark").isGreaterThanOrEqualTo(spark + 2);
    }

    /** Has both threads end, which every call lets them do in time. */
    void stop() throws Exception {
        stopped = true;
        for (Future<?> thread : running) {
            thread.get(2 * CALL_LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(tooLong).as("calls that took longer than %s", CALL_LIMIT).isEmpty();
    }

    /** Fails unless the session has the state that it was given in the beginning. */
    void requireState() {
        Row row = session.sql("SELECT sum(plus_one(id)), current_timezone() FROM state")
                .collectAsList()
                .get(0);
        assertThat(row.getLong(0)).isEqualTo(STATE_ROWS * (STATE_ROWS + 1L) / 2);
        assertThat(row.getString(1)).isEqualTo(ZONE);
        assertThat(session.sql("SELECT count(*), current_timezone() FROM state")
                        .collectAsList()
                        .get(0)
                        .toString())
                .isEqualTo("[" + STATE_ROWS + "," + ZONE + "]");
    }

    /** Fails unless a new session sees everything that was acknowledged. */
    void requireAcknowledged(String address) {
        try (SparkSession other = SparkSession.builder().remote(address).create()) {
            Set<Long> present = other.table(table).collectAsList().stream()
                    .map(row -> row.getLong(0))
                    .collect(Collectors.toSet());
            assertThat(present).containsAll(acknowledged);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
        try {
            session.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
