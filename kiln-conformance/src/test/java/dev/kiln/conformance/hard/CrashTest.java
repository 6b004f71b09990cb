package dev.kiln.conformance.hard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.bench.server.ServerProcess;
import dev.kiln.conformance.server.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.connect.SparkSession;
import org.junit.jupiter.api.Test;

/** What is left of tables when the server stops, in order or not. */
class CrashTest {
    private static final int LIMIT_SECONDS = 60;

    @Test
    void keepsTablesOverARestart() {
        Path home = TestServers.newDirectory("restart");
        try (ServerProcess server = TestServers.startKiln("1g", home)) {
            with(server, session -> {
                session.sql("CREATE DATABASE shop");
                session.sql("CREATE TABLE shop.orders AS SELECT id, id * 2 AS v FROM range(10)");
                session.sql("CREATE VIEW shop.large AS SELECT * FROM shop.orders WHERE v > 10");
            });
        }
        try (ServerProcess server = TestServers.startKiln("1g", home)) {
            with(server, session -> {
                assertThat(session.table("shop.orders").count()).isEqualTo(10);
                assertThat(session.table("shop.large").count()).isEqualTo(4);
            });
        }
    }

    @Test
    void leavesNoDamageWhenKilledDuringWrites() throws Exception {
        Path home = TestServers.newDirectory("killed");
        ServerProcess server = TestServers.startKiln("1g", home);
        with(server, session -> {
            session.sql("CREATE TABLE kept AS SELECT id FROM range(100)");
            session.sql("INSERT INTO kept SELECT id FROM range(100, 200)");
        });
        Thread writer = new Thread(() -> with(
                server,
                session -> session.sql(
                        "CREATE TABLE huge AS SELECT id, uuid() AS u, repeat('x', 100) AS t FROM range(100000000)")));
        // The client asks a server that is gone again and again for minutes; nobody waits for that.
        writer.setDaemon(true);
        writer.setUncaughtExceptionHandler((thread, error) -> {});
        writer.start();
        awaitFileOutsideOf(home, "kept");

        server.kill();

        try (ServerProcess restarted = TestServers.startKiln("1g", home)) {
            with(restarted, session -> {
                assertThat(session.table("kept").count()).isEqualTo(200);
                assertThat(session.catalog().tableExists("huge")).isFalse();
                session.sql("CREATE TABLE huge AS SELECT id FROM range(7)");
                assertThat(session.table("huge").count()).isEqualTo(7);
            });
        }
    }

    /** Waits until a write has put something on the disk that does not belong to the table. */
    private static void awaitFileOutsideOf(Path home, String table) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() < deadline) {
            try (Stream<Path> tree = Files.walk(home)) {
                if (tree.map(Path::toString)
                        .anyMatch(path -> path.endsWith(".parquet") && !path.contains("/" + table + "/"))) {
                    return;
                }
            } catch (java.io.UncheckedIOException e) {
                // A directory that went away while it was listed; the next look will do.
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("no file outside of " + table + " appeared");
    }

    private static void with(ServerProcess server, java.util.function.Consumer<SparkSession> action) {
        SparkSession session = SparkSession.builder().remote(server.address()).create();
        try {
            action.accept(session);
        } finally {
            if (server.isAlive()) {
                session.close();
            }
        }
    }
}
