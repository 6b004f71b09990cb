package dev.kiln.store.server;

import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes of column tables that pass through a member. Safe for use by several threads. */
final class Traffic {
    private final LongAdder here = new LongAdder();
    private final LongAdder elsewhere = new LongAdder();
    private final LongAdder written = new LongAdder();

    void readHere(long bytes) {
        here.add(bytes);
    }

    void readElsewhere(long bytes) {
        elsewhere.add(bytes);
    }

    void written(long bytes) {
        written.add(bytes);
    }

    long here() {
        return here.sum();
    }

    long elsewhere() {
        return elsewhere.sum();
    }

    long written() {
        return written.sum();
    }
}
