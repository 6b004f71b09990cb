package dev.kiln.cli;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.kiln.app.Application;
import dev.kiln.cli.client.Column;
import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.RemoteAddress;
import dev.kiln.cli.client.ResultListener;
import dev.kiln.cli.client.StatementException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements in a server that has just started, over the wire and again and again, so that those of clients find
 * their code loaded and compiled: the first statements of a fresh virtual machine take many times as long as later ones.
 * Steps aside while clients have anything running, and ends after a configured time.
 */
final class WarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final String USER = "kiln-warm-up";

    /** Whoever waits for the server to be ready is likely to have something to ask. */
    private static final Duration HEAD_START = Duration.ofSeconds(1);

    private static final Duration ASIDE = Duration.ofMillis(100);
    private static final Duration STOP_TIME = Duration.ofSeconds(5);

    /** Makes the file that the others read; they leave no trace outside their session. */
    private static final String FILE = "INSERT OVERWRITE DIRECTORY '%1$s' USING parquet SELECT id, id %% 10 AS k,"
            + " concat('name ', id) AS name, cast(id AS decimal(12, 2)) AS price, date_add(date'2020-01-01',"
            + " cast(id AS int)) AS day FROM range(1000)";

    /** The number keeps a session from knowing a text already. */
    private static final List<String> STATEMENTS = List.of(
            "SELECT %2$d",
            "SELECT k, count(*), sum(price) + %2$d FROM parquet.`%1$s` GROUP BY k ORDER BY k",
            "SELECT id, name FROM parquet.`%1$s` WHERE id = %2$d",
            "SELECT %2$d AS a, 'b' AS b, current_date() AS c",
            "SELECT a.name, b.day, row_number() OVER (PARTITION BY a.k ORDER BY b.price DESC) AS n FROM parquet.`%1$s` a"
                    + " JOIN parquet.`%1$s` b ON a.id = b.id WHERE b.price > %2$d AND upper(a.name) LIKE 'NAME 1%%' LIMIT 5",
            "WITH m AS (SELECT month(day) AS month, avg(price) AS mean FROM parquet.`%1$s` GROUP BY 1)"
                    + " SELECT month, CASE WHEN mean > (SELECT avg(mean) FROM m) THEN 'high' ELSE 'low' END AS level"
                    + " FROM m WHERE month IN (SELECT month(day) FROM parquet.`%1$s` WHERE k <> %2$d) ORDER BY month",
            "SELECT id + %2$d AS id, id * 1.5D AS x, concat('name ', id %% 100) AS name,"
                    + " date_add(date'2020-01-01', cast(id AS int)) AS d FROM range(20000)",
            "SHOW TABLES",
            "SET spark.sql.ansi.enabled");

    private final Application application;
    private final Thread thread;
    private volatile boolean closed;

    private WarmUp(Application application) {
        this.application = application;
        this.thread = new Thread(this::run, "kiln-warm-up");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /** Begins, on a thread of its own. */
    static WarmUp start(Application application) {
        WarmUp warmUp = new WarmUp(application);
        warmUp.thread.start();
        return warmUp;
    }

    private void run() {
        Duration time = application.warmUpTime();
        if (time.isZero() || !pause(HEAD_START)) {
            return;
        }
        long deadline = System.nanoTime() + time.toNanos();
        Path file = application.home().temporary().resolve("warm-up");
        int statements = 0;
        try (ConnectClient client = ConnectClient.open(address())) {
            run(client, FILE.formatted(file));
            while (true) {
                for (String statement : STATEMENTS) {
                    if (!quiet(deadline)) {
                        return;
                    }
                    run(client, statement.formatted(file, statements));
                    statements++;
                }
            }
        } catch (StatementException e) {
            if (!closed) {
                LOG.warn("warming up failed, the first statements will be slow", e);
            }
        } finally {
            delete(file);
            LOG.info("warmed up with {} statements", statements);
        }
    }

    private RemoteAddress address() {
        String host = RemoteAddress.parse(application.address()).host();
        return new RemoteAddress(
                host, application.port(), false, application.token(), Optional.of(USER), Optional.empty(), Map.of());
    }

    private static void run(ConnectClient client, String statement) {
        client.run(statement, new ResultListener() {
            @Override
            public void columns(List<Column> columns) {}

            @Override
            public void rows(List<Object[]> rows) {}
        });
    }

    /** Waits until no client is served. Returns false if the time is over. */
    private boolean quiet(long deadline) {
        while (!closed && System.nanoTime() - deadline < 0) {
            if (!application.isBusy()) {
                return true;
            }
            if (!pause(ASIDE)) {
                return false;
            }
        }
        return false;
    }

    private static boolean pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        } catch (IOException e) {
            LOG.warn("cannot delete {}", directory, e);
        }
    }

    /** Stops before the next statement and waits for the current one. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(STOP_TIME.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
