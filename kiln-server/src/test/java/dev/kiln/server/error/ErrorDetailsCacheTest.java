package dev.kiln.server.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.protocol.FetchErrorDetailsResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ErrorDetailsCacheTest {
    private final AtomicLong clock = new AtomicLong();
    private final ErrorDetailsCache cache = new ErrorDetailsCache(2, Duration.ofNanos(10), clock::get);

    private static FetchErrorDetailsResponse details(int rootIndex) {
        return FetchErrorDetailsResponse.newBuilder().setRootErrorIdx(rootIndex).build();
    }

    @Test
    void handsOutDetailsOnce() {
        String id = cache.keep(details(1));
        assertThat(cache.take(id)).contains(details(1));
        assertThat(cache.take(id)).isEmpty();
    }

    @Test
    void forgetsDetailsInTime() {
        String first = cache.keep(details(1));
        clock.set(6);
        String second = cache.keep(details(2));
        clock.set(11);
        assertThat(cache.take(first)).isEmpty();
        assertThat(cache.take(second)).contains(details(2));
    }

    @Test
    void keepsTheNewest() {
        String first = cache.keep(details(1));
        String second = cache.keep(details(2));
        String third = cache.keep(details(3));
        assertThat(cache.take(first)).isEmpty();
        assertThat(cache.take(second)).contains(details(2));
        assertThat(cache.take(third)).contains(details(3));
    }
}
