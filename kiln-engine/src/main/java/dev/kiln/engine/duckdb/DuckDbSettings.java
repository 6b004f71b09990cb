package dev.kiln.engine.duckdb;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The limits of the embedded database.
 *
 * @param memoryBytes memory that queries may use before they spill
 * @param threads threads that run queries
 * @param temporaryDirectory where queries spill to; made when it is needed
 * @param temporaryBytes how much they may spill
 * @param connections queries that may run at once
 * @param connectionWait how long a query waits for others to end before it is refused
 */
public record DuckDbSettings(
        long memoryBytes,
        int threads,
        Path temporaryDirectory,
        long temporaryBytes,
        int connections,
        Duration connectionWait) {
    /** The database cannot work with less memory. */
    public static final long MIN_MEMORY_BYTES = 32L << 20;

    /** The same limits for a database that follows on another one: two that spill to one directory would overwrite each other's files. */
    public DuckDbSettings forSuccessor(int number) {
        Path directory = temporaryDirectory.resolveSibling(temporaryDirectory.getFileName() + "-" + number);
        return new DuckDbSettings(memoryBytes, threads, directory, temporaryBytes, connections, connectionWait);
    }

    public DuckDbSettings {
        requireNonNull(temporaryDirectory, "temporaryDirectory");
        requireNonNull(connectionWait, "connectionWait");
        if (memoryBytes < MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException("the database needs at least 32 MiB of memory");
        }
        if (threads < 1 || connections < 1 || temporaryBytes < 0 || connectionWait.isNegative()) {
            throw new IllegalArgumentException("threads, connections, spill space and wait must be positive");
        }
    }
}
