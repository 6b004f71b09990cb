package dev.kiln.spark.cluster;

import dev.kiln.spark.MemorySize;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A worker to be started.
 *
 * @param host the name by which others reach it
 * @param cores for executors and drivers; all that the machine has if nothing is said
 * @param memory for them; if nothing is said, all that the machine has but 1 GiB
 * @param pagePort of its web page; the next free one from there on, or any if it is 0
 */
public record WorkerSpec(String host, OptionalInt cores, Optional<MemorySize> memory, int pagePort) {
    public static final int PAGE_PORT = 8081;

    public static WorkerSpec on(String host) {
        return new WorkerSpec(host, OptionalInt.empty(), Optional.empty(), PAGE_PORT);
    }
}
