package dev.kiln.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.spark.sql.connect.SparkSession;

/** Clients of one server, each with a session and a thread of its own. */
final class LatencyClients implements AutoCloseable {
    private final List<SparkSession> sessions;
    private final ExecutorService threads;

    LatencyClients(String address, int clients) {
        sessions = IntStream.range(0, clients)
                .mapToObj(client -> SparkSession.builder().remote(address).create())
                .toList();
        threads = Executors.newFixedThreadPool(clients);
    }

    /**
     * Lets all clients run at the same time.
     *
     * @param statements gives the text of a statement by its number
     * @param each how many statements each client runs
     */
    LatencySample run(IntFunction<String> statements, int each) {
        long start = System.nanoTime();
        List<Future<Histogram>> running = new ArrayList<>();
        for (int client = 0; client < sessions.size(); client++) {
            SparkSession session = sessions.get(client);
            int first = client * each;
            running.add(threads.submit(() -> run(session, statements, first, each)));
        }
        Histogram all = new Histogram(3);
        running.forEach(client -> all.add(result(client)));
        return new LatencySample(all, (System.nanoTime() - start) / 1e9);
    }

    private static Histogram run(SparkSession session, IntFunction<String> statements, int first, int count) {
        Histogram histogram = new Histogram(3);
        for (int number = first; number < first + count; number++) {
            String statement = statements.apply(number);
            long start = System.nanoTime();
            session.sql(statement).collectAsList();
            histogram.recordValue(System.nanoTime() - start);
        }
        return histogram;
    }

    private static Histogram result(Future<Histogram> client) {
        try {
            return client.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        sessions.forEach(SparkSession::close);
    }
}
