package dev.kiln.spark.pool;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One engine of a pool, or one that is being launched, and who uses it. Guarded by the pool. */
final class Slot<E extends Pooled> {
    private final EngineKey key;
    private final PoolPolicy policy;
    private final CompletableFuture<E> engine;
    private Optional<String> endReason = Optional.empty();
    private int leases;
    private int uses;
    private long lastUsed;

    Slot(EngineKey key, PoolPolicy policy, CompletableFuture<E> engine, long now) {
        this.key = key;
        this.policy = policy;
        this.engine = engine;
        this.lastUsed = now;
    }

    EngineKey key() {
        return key;
    }

    CompletableFuture<E> engine() {
        return engine;
    }

    /** Why it has ended, or is about to; empty while it can be used. */
    Optional<String> endReason() {
        return endReason;
    }

    void end(String reason) {
        endReason = endReason.or(() -> Optional.of(reason));
    }

    /** It has been launched, and is kept from now on. */
    void started(long now) {
        lastUsed = now;
    }

    void lease() {
        leases++;
    }

    void release(long now) {
        leases--;
        lastUsed = now;
    }

    void begin() {
        uses++;
    }

    void finish(long now) {
        uses--;
        lastUsed = now;
    }

    long lastUsed() {
        return lastUsed;
    }

    /** The engine, if it runs and no session holds it. */
    Optional<E> unclaimed() {
        return resting().filter(running -> leases == 0);
    }

    /** Whether only the session that has closed could have used it. */
    boolean isLeftBehind() {
        return key.session().isPresent() && leases == 0;
    }

    /** The engine, if nothing has run on it for as long as it is kept without. */
    Optional<E> idle(long now) {
        long longest = policy.idleTimeout().toNanos();
        return longest == 0 || now - lastUsed < longest ? Optional.empty() : resting();
    }

    private Optional<E> resting() {
        return running().filter(running -> uses == 0 && !running.isBusy());
    }

    /** The engine, if it has been launched and has not ended. */
    Optional<E> running() {
        return launched(engine).filter(running -> !running.ended().isDone());
    }

    static <E> Optional<E> launched(CompletableFuture<E> engine) {
        return engine.isDone() && !engine.isCompletedExceptionally() ? Optional.of(engine.join()) : Optional.empty();
    }
}
