package dev.kiln.server;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other threads will do soon. */
final class Eventually {
    private Eventually() {}

    static void eventually(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not happen in time: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
