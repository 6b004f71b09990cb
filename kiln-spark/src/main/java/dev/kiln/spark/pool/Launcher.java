package dev.kiln.spark.pool;

/** Launches engines. Thread-safe. */
@FunctionalInterface
public interface Launcher<E> {
    /**
     * Launches an engine and waits for it, for a bounded time.
     *
     * @throws dev.kiln.spark.SparkSetupException if it does not start; nothing is left of it
     */
    E launch(String profile);
}
