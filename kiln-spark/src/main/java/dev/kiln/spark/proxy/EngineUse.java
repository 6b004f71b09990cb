package dev.kiln.spark.proxy;

import dev.kiln.spark.pool.Lease;

/**
 * An engine while a session has it do something, which keeps it from being taken for idle.
 *
 * @param running is closed with this
 */
record EngineUse(EngineConnection connection, Lease<EngineConnection>.Use running) implements AutoCloseable {
    @Override
    public void close() {
        running.close();
    }
}
