package dev.kiln.cli;

import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;

/**
 * Turns SIGTERM and SIGINT into an ordinary return from the command, so that everything is closed in order and the
 * process exits 0. A second signal ends the process at once.
 */
final class StopSignal {
    /** What a shell reports for a process that a signal ended. */
    private static final int INTERRUPTED = 130;

    private final CountDownLatch received = new CountDownLatch(1);

    private StopSignal() {}

    static StopSignal install() {
        StopSignal stop = new StopSignal();
        Signals.register("TERM", stop::receive);
        Signals.register("INT", stop::receive);
        return stop;
    }

    private void receive() {
        if (received.getCount() == 0) {
            Runtime.getRuntime().halt(INTERRUPTED);
        }
        received.countDown();
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        received.await();
    }
}
