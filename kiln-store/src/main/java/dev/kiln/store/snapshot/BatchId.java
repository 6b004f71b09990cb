package dev.kiln.store.snapshot;

/**
 * Names a batch for ever.
 *
 * @param write the write that made it
 * @param sequence which of that write's batches; tasks of one write never share one
 */
public record BatchId(long write, long sequence) {}
