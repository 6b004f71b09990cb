package dev.kiln.engine.analysis;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Counts what may have changed the meaning of SQL text: settings, views, functions, variables, current names, tables. All
 * sessions share one count, because they share tables. Safe for use by many threads.
 */
final class StateChanges {
    private final AtomicLong count = new AtomicLong();

    /** Differs from an earlier answer if anything may have changed since. */
    long stamp() {
        return count.get();
    }

    void note() {
        count.incrementAndGet();
    }

    /**
     * Runs a body that may change something. Noted before as well, so that nothing from outside is reused in it: it may
     * depend on state that it undoes in the end.
     */
    <T> T during(Supplier<T> body) {
        note();
        try {
            return body.get();
        } finally {
            note();
        }
    }
}
