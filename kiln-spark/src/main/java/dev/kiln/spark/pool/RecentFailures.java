package dev.kiln.spark.pool;

import dev.kiln.spark.SparkSetupException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Launches that failed a moment ago, which are not tried again at once: what follows an error, such as the question how
 * much of it to tell, must not launch anything. Guarded by the pool.
 */
final class RecentFailures {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int MOST = 1_000;

    private record Failure(SparkSetupException thrown, long since) {}

    private final Map<EngineKey, Failure> failures = new LinkedHashMap<>();

    void add(EngineKey key, SparkSetupException thrown, long now) {
        forget(now);
        if (failures.size() >= MOST) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(key.forAnySession(), new Failure(thrown, now));
    }

    Optional<SparkSetupException> find(EngineKey key, long now) {
        forget(now);
        return Optional.ofNullable(failures.get(key.forAnySession())).map(Failure::thrown);
    }

    private void forget(long now) {
        failures.values().removeIf(failure -> now - failure.since() >= PAUSE.toNanos());
    }
}
