package dev.kiln.store.client;

import dev.kiln.store.Member;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.wire.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks one server after the other until one answers or time is over. Safe for use by several threads. */
final class Calls {
    private final Ring ring;
    private final Duration timeout;

    Calls(Ring ring, Duration timeout) {
        this.ring = ring;
        this.timeout = timeout;
    }

    /**
     * An answer.
     *
     * @param server who gave it
     * @param repeated whether others had been asked before, who may have done what was asked without saying so
     */
    record Answered(MemberConnection.Answer answer, Member server, boolean repeated) {}

    /**
     * @param order the servers in the order in which they are to be asked; looked up anew for each round
     * @throws StoreException what a server says; {@code UNAVAILABLE} if none could do it in time
     */
    Answered call(Request request, List<byte[]> attachments, Supplier<List<Member>> order) {
        long end = System.nanoTime() + timeout.toNanos();
        boolean repeated = false;
        @Nullable StoreException last = null;
        for (int round = 0; ; round++) {
            try {
                for (Member server : order.get()) {
                    Outcome outcome = attempt(request, attachments, server);
                    if (outcome.answer().isPresent()) {
                        return new Answered(outcome.answer().get(), server, repeated);
                    }
                    repeated |= outcome.sent();
                    last = outcome.failure().orElse(last);
                    if (System.nanoTime() > end) {
                        break;
                    }
                }
            } catch (StoreException e) {
                if (e.condition() != StoreCondition.UNAVAILABLE) {
                    throw e;
                }
                last = e;
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw last != null
                        ? last
                        : new StoreException(StoreCondition.UNAVAILABLE, "The store has no server", Map.of());
            }
            LockSupport.parkNanos(Math.min(
                    left,
                    Duration.ofMillis(Math.min(500, 20L << Math.min(round, 6))).toNanos()));
        }
    }

    private record Outcome(Optional<MemberConnection.Answer> answer, boolean sent, Optional<StoreException> failure) {}

    private Outcome attempt(Request request, List<byte[]> attachments, Member server) {
        String address = Ring.address(server);
        MemberConnection connection;
        try {
            connection = ring.connection(address);
        } catch (StoreException e) {
            if (e.condition() != StoreCondition.UNAVAILABLE) {
                throw e;
            }
            ring.doubt(address);
            return new Outcome(Optional.empty(), false, Optional.of(e));
        }
        try {
            return new Outcome(Optional.of(connection.call(request, attachments)), true, Optional.empty());
        } catch (StoreException e) {
            if (e.condition() != StoreCondition.UNAVAILABLE) {
                throw e;
            }
            if (e.getCause() != null) {
                ring.failed(address, connection);
            }
            return new Outcome(Optional.empty(), true, Optional.of(e));
        }
    }
}
