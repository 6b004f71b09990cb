package dev.kiln.conformance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kiln.conformance.server.TestServers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.connect.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** Interrupting really stops the running query, and only the one that is meant. */
class InterruptTest {
    /** Takes minutes if nobody stops it. */
    private static final String LONG = "SELECT sum(a.id % 7 * b.id % 11) FROM range(1000000) a, range(10000000) b";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private SparkSession session;

    @BeforeEach
    void connect() {
        session = SparkSession.builder().remote(TestServers.kiln().address()).create();
    }

    @AfterEach
    void disconnect() {
        session.close();
    }

    @Test
    void interruptsEverything() throws Exception {
        CompletableFuture<Void> query =
                CompletableFuture.runAsync(() -> session.sql(LONG).collectAsList());

        interruptUntilDone(query, () -> session.interruptAll());

        assertThat(conditionOf(query)).isEqualTo("OPERATION_CANCELED");
        assertThat(session.sql("SELECT 1").head().getInt(0)).isEqualTo(1);
    }

    @Test
    void interruptsByTag() throws Exception {
        CompletableFuture<Void> query = CompletableFuture.runAsync(() -> {
            session.addTag("slow");
            session.sql(LONG).collectAsList();
        });

        assertThat(CollectionConverters.asJava(session.interruptTag("fast"))).isEmpty();
        interruptUntilDone(query, () -> session.interruptTag("slow"));

        assertThat(conditionOf(query)).isEqualTo("OPERATION_CANCELED");
    }

    private static void interruptUntilDone(CompletableFuture<Void> query, Runnable interrupt) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!query.isDone() && System.nanoTime() < deadline) {
            interrupt.run();
            CompletableFuture.anyOf(
                            query, new CompletableFuture<Void>().completeOnTimeout(null, 200, TimeUnit.MILLISECONDS))
                    .exceptionally(error -> null)
                    .get();
        }
        assertThat(query).isDone();
    }

    private static String conditionOf(CompletableFuture<Void> query) {
        Throwable error = catchThrowable(query::get);
        assertThat(error).isInstanceOf(ExecutionException.class);
        assertThat(error.getCause()).isInstanceOf(SparkThrowable.class);
        return ((SparkThrowable) error.getCause()).getCondition();
    }
}
