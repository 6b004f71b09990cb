package dev.kiln.spark.pool;

import java.util.concurrent.CompletableFuture;

/** A session's hold on an engine, from before that has started until the session lets go. Thread-safe. */
public final class Lease<E extends Pooled> implements AutoCloseable {
    private final EnginePool<E> pool;
    private final Slot<E> slot;
    private boolean closed;

    Lease(EnginePool<E> pool, Slot<E> slot) {
        this.pool = pool;
        this.slot = slot;
    }

    /** The engine, or the reason why there is none: {@link dev.kiln.spark.SparkSetupException}, above all. */
    public CompletableFuture<E> engine() {
        return slot.engine().copy();
    }

    /**
     * Keeps the engine from counting as idle until the use is closed.
     *
     * @throws EngineGoneException if it has ended, or is about to
     */
    public Use begin() {
        pool.begin(slot);
        return new Use();
    }

    /**
     * Another hold on the same engine.
     *
     * @throws EngineGoneException if it has ended, or is about to
     */
    public Lease<E> share() {
        return pool.share(slot);
    }

    /** Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        pool.release(slot);
    }

    /** Something that runs on an engine. */
    public final class Use implements AutoCloseable {
        private boolean over;

        private Use() {}

        /** Idempotent. */
        @Override
        public void close() {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            pool.finish(slot);
        }
    }
}
