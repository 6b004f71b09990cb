package dev.kiln.server.operation;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The place for an operation's one stream: a new stream displaces the old one, and a stream that lasts too long is cut.
 *
 * <p>Thread-safe. No stream is called while holding the lock.
 */
final class StreamSlot implements ResponseStream.Listener {
    private record Attached(ResponseStream stream, Optional<Future<?>> cut) {
        void cancelCut() {
            cut.ifPresent(future -> future.cancel(false));
        }
    }

    private final ScheduledExecutorService scheduler;
    private final LongSupplier clock;
    private final Duration maxDuration;
    private final Runnable onDelivered;
    private final Runnable onDetached;
    private Optional<Attached> attached = Optional.empty();
    private boolean closed;
    private long detachedSince;

    /**
     * @param maxDuration after which a stream is cut, zero for never
     * @param onDelivered called when a client has everything
     * @param onDetached called when a client has gone, was cut off or displaced
     */
    StreamSlot(
            ScheduledExecutorService scheduler,
            LongSupplier clock,
            Duration maxDuration,
            Runnable onDelivered,
            Runnable onDetached) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.maxDuration = maxDuration;
        this.onDelivered = onDelivered;
        this.onDetached = onDetached;
        this.detachedSince = clock.getAsLong();
    }

    /** Puts a stream in the place and starts it. Called on the thread of the call's handler. */
    void attach(ResponseStream stream) {
        Optional<Attached> displaced;
        boolean refused;
        synchronized (this) {
            displaced = attached;
            refused = closed;
            attached = refused ? Optional.empty() : Optional.of(new Attached(stream, scheduleCut(stream)));
        }
        displaced.ifPresent(old -> {
            old.cancelCut();
            old.stream().disconnect();
        });
        stream.open();
        if (refused) {
            stream.disconnect();
        } else {
            stream.pump();
        }
    }

    /** Has the stream, if there is one, send what has come in. */
    void pump() {
        current().ifPresent(ResponseStream::pump);
    }

    /** Ends the stream and refuses all others. */
    void close() {
        Optional<Attached> last;
        synchronized (this) {
            closed = true;
            last = attached;
            attached = Optional.empty();
        }
        last.ifPresent(old -> {
            old.cancelCut();
            old.stream().disconnect();
        });
    }

    /** For how many nanoseconds there has been no stream; empty while there is one. */
    synchronized OptionalLong detachedNanos() {
        return attached.isPresent() ? OptionalLong.empty() : OptionalLong.of(clock.getAsLong() - detachedSince);
    }

    @Override
    public void streamEnded(ResponseStream stream, boolean delivered) {
        synchronized (this) {
            if (attached.filter(it -> it.stream() == stream).isPresent()) {
                attached.get().cancelCut();
                attached = Optional.empty();
                detachedSince = clock.getAsLong();
            }
        }
        (delivered ? onDelivered : onDetached).run();
    }

    private synchronized Optional<ResponseStream> current() {
        return attached.map(Attached::stream);
    }

    private Optional<Future<?>> scheduleCut(ResponseStream stream) {
        return maxDuration.isZero()
                ? Optional.empty()
                : Optional.of(scheduler.schedule(stream::cut, maxDuration.toNanos(), TimeUnit.NANOSECONDS));
    }
}
