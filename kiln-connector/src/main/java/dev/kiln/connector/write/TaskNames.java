package dev.kiln.connector.write;

import dev.kiln.store.snapshot.BatchId;

/** Names for what a task uploads, which no other attempt at the same task has. For one thread. */
public final class TaskNames {
    private static final int BITS_PER_TASK = 24;

    /** No task's: what the driver uploads itself. */
    private static final long DRIVER = 1L << 38;

    private final long write;
    private final long task;
    private final long spread;
    private long next;

    private TaskNames(long write, long task, long spread) {
        this.write = write;
        this.task = task;
        this.spread = spread;
    }

    /**
     * Names of an attempt.
     *
     * @param task the attempt's number in its application
     */
    public static TaskNames ofTask(long write, int partition, long task) {
        return new TaskNames(write, task, write * 31 + partition);
    }

    /** Names of the driver. */
    public static TaskNames ofDriver(long write) {
        return new TaskNames(write, DRIVER, write);
    }

    /** A number that differs between writes and between partitions of one. */
    long spread() {
        return spread;
    }

    /** A new name. */
    public BatchId next() {
        if (next >= 1L << BITS_PER_TASK) {
            throw new IllegalStateException("A task uploads at most " + (1L << BITS_PER_TASK) + " batches");
        }
        return new BatchId(write, task << BITS_PER_TASK | next++);
    }
}
