package dev.kiln.conformance.differential;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.spark.sql.connect.SparkSession;

/**
 * Sessions in ANSI mode, and sessions without it for plans that fail there: on little data some queries divide by zero,
 * which has to be the same error on both servers and must not hide what the query answers otherwise. Safe for use by
 * several threads.
 */
final class BothModes implements AutoCloseable {
    private static final String ANSI = "spark.sql.ansi.enabled";

    private final BothServers strict = new BothServers(KnownGaps.none(), Map.of(ANSI, "true"));
    private final BothServers lenient = new BothServers(KnownGaps.none(), Map.of(ANSI, "false"));
    private final AtomicInteger withRows = new AtomicInteger();

    /** Prepares all sessions in the same way. */
    void prepare(Consumer<SparkSession> preparation) {
        strict.both(preparation);
        lenient.both(preparation);
    }

    /** Fails unless Kiln answers as Spark does, with rows in one of the modes at least. */
    void compare(Plan plan) {
        Result.Rows answer = strict.compare(plan) instanceof Result.Rows rows ? rows : lenient.compareRows(plan);
        if (!answer.rows().isEmpty()) {
            withRows.incrementAndGet();
        }
    }

    /** How many plans had an answer that is not empty. */
    int withRows() {
        return withRows.get();
    }

    @Override
    public void close() {
        strict.close();
        lenient.close();
    }
}
