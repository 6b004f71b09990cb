package dev.kiln.server.error;

import dev.kiln.protocol.FetchErrorDetailsResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The details of a session's last errors, each kept for a while and handed out once. Thread-safe. */
public final class ErrorDetailsCache {
    private record Kept(FetchErrorDetailsResponse details, long sinceNanos) {}

    private final int capacity;
    private final long lifetimeNanos;
    private final LongSupplier clock;
    private final LinkedHashMap<String, Kept> errors = new LinkedHashMap<>();

    /** @param clock a monotonic clock in nanoseconds */
    public ErrorDetailsCache(int capacity, Duration lifetime, LongSupplier clock) {
        this.capacity = capacity;
        this.lifetimeNanos = lifetime.toNanos();
        this.clock = clock;
    }

    /** Keeps the details and returns the id under which they can be asked for. */
    public synchronized String keep(FetchErrorDetailsResponse details) {
        String id = UUID.randomUUID().toString();
        dropExpired();
        if (errors.size() >= capacity) {
            errors.remove(errors.keySet().iterator().next());
        }
        errors.put(id, new Kept(details, clock.getAsLong()));
        return id;
    }

    /** Hands out the details and forgets them. */
    public synchronized Optional<FetchErrorDetailsResponse> take(String errorId) {
        dropExpired();
        return Optional.ofNullable(errors.remove(errorId)).map(Kept::details);
    }

    private void dropExpired() {
        long now = clock.getAsLong();
        errors.values().removeIf(kept -> now - kept.sinceNanos() > lifetimeNanos);
    }
}
