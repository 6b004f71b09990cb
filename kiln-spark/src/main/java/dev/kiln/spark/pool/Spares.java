package dev.kiln.spark.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The engines of one profile that nobody has taken yet. One that was taken never comes back: it has seen what belongs to
 * somebody. Guarded by the pool.
 */
final class Spares<E extends Pooled> {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final PoolPolicy policy;
    private final Deque<CompletableFuture<E>> engines = new ArrayDeque<>();
    private Duration pause = FIRST_PAUSE;
    private Optional<Long> failedAt = Optional.empty();

    Spares(PoolPolicy policy) {
        this.policy = policy;
    }

    String profile() {
        return policy.profile();
    }

    int count() {
        return engines.size();
    }

    /** Whether one more is to be started now; after a failure there are pauses, each longer than the one before. */
    boolean isShort(long now) {
        return engines.size() < policy.warmSpares()
                && failedAt.filter(at -> now - at < pause.toNanos()).isEmpty();
    }

    /** Keeps an engine that is being launched. */
    void add(CompletableFuture<E> engine) {
        engines.addLast(engine);
    }

    /** Takes the one that is ready soonest. */
    Optional<CompletableFuture<E>> take() {
        Optional<CompletableFuture<E>> taken = engines.stream()
                .min(Comparator.comparing(engine -> Slot.launched(engine).isPresent() ? 0 : 1));
        taken.ifPresent(engines::remove);
        return taken;
    }

    /** Takes one that runs, to end it. */
    Optional<E> takeRunning() {
        Optional<CompletableFuture<E>> running = engines.stream()
                .filter(engine -> Slot.launched(engine).isPresent())
                .findFirst();
        running.ifPresent(engines::remove);
        return running.map(CompletableFuture::join);
    }

    void started() {
        pause = FIRST_PAUSE;
        failedAt = Optional.empty();
    }

    void failed(CompletableFuture<E> engine, long now) {
        engines.remove(engine);
        pause = failedAt.isEmpty() ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        failedAt = Optional.of(now);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Forgets one that has ended by itself. */
    void remove(CompletableFuture<E> engine) {
        engines.remove(engine);
    }
}
