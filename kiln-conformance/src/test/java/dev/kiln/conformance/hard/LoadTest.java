package dev.kiln.conformance.hard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.bench.server.ServerProcess;
import dev.kiln.conformance.server.TestServers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.SparkSession;
import org.junit.jupiter.api.Test;

/** Many sessions at once, and a result far larger than the server's heap. */
class LoadTest {
    private static final int SESSIONS = 64;
    private static final int LIMIT_SECONDS = 120;

    @Test
    void servesManySessionsAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(SESSIONS);
        try {
            List<Future<Long>> sums = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                int number = i;
                sums.add(clients.submit(() -> work(number)));
            }
            for (int i = 0; i < SESSIONS; i++) {
                assertThat(sums.get(i).get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(3 * (4_999_950_000L + i));
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static long work(int number) {
        try (SparkSession session =
                SparkSession.builder().remote(TestServers.kiln().address()).create()) {
            session.sql("CREATE TEMPORARY VIEW mine AS SELECT " + number + " AS x");
            long sum = 0;
            for (int round = 0; round < 3; round++) {
                sum += session.sql("SELECT sum(id) + (SELECT x FROM mine) FROM range(100000)")
                        .head()
                        .getLong(0);
            }
            return sum;
        }
    }

    @Test
    void streamsAResultLargerThanTheHeap() {
        // Ten million rows of about 100 bytes each.
        String query = "SELECT id, repeat('x', 64) AS a, uuid() AS b FROM range(10000000)";
        try (ServerProcess server = TestServers.startKiln("1g", TestServers.newDirectory("small"));
                SparkSession session =
                        SparkSession.builder().remote(server.address()).create()) {
            Iterator<Row> rows = session.sql(query).toLocalIterator();
            long count = 0;
            while (rows.hasNext()) {
                assertThat(rows.next().length()).isEqualTo(3);
                count++;
            }
            assertThat(count).isEqualTo(10_000_000);
            assertThat(server.isAlive()).isTrue();
        }
    }
}
