package dev.kiln.server.routing;

import static dev.kiln.server.error.Condition.OPERATION_CANCELED;

import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.spi.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Whether somebody wants an operation to end, and what is to be ended with it at the moment. Thread-safe. */
final class Interruption {
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private Optional<Operation> current = Optional.empty();

    /** Ends what runs, now and from now on. Idempotent. */
    void interrupt() {
        Optional<Operation> running;
        synchronized (this) {
            interrupted.countDown();
            running = current;
        }
        running.ifPresent(Operation::interrupt);
    }

    /** @throws dev.kiln.spi.EngineException a cancellation, if there was an interrupt */
    void check() {
        if (interrupted.getCount() == 0) {
            throw FrontDoorErrors.of(OPERATION_CANCELED, Map.of());
        }
    }

    /** Runs a body during which interrupts go to an operation. */
    void during(Operation operation, Runnable body) {
        synchronized (this) {
            check();
            current = Optional.of(operation);
        }
        try {
            body.run();
        } finally {
            synchronized (this) {
                current = Optional.empty();
            }
        }
    }

    /** What an interrupt would end, if anything runs. */
    synchronized Optional<Operation> running() {
        return current;
    }

    /** Completes when there is an interrupt. */
    CountDownLatch latch() {
        return interrupted;
    }
}
