package dev.kiln.connector.read;

import dev.kiln.store.StoreException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Fetches the next of several things while the current one is used, and no more than that one. For one thread; its own one
 * ends when this is closed.
 */
final class ReadAhead<T> implements AutoCloseable {
    private final Iterator<Supplier<T>> steps;
    private Optional<ExecutorService> thread = Optional.empty();
    private Optional<Future<T>> coming = Optional.empty();

    /** @param steps fetch one thing each, in a time that is bounded */
    ReadAhead(List<Supplier<T>> steps) {
        this.steps = List.copyOf(steps).iterator();
    }

    /** The next thing, of which there must be one. */
    T next() {
        T value = coming.isPresent() ? await(coming.get()) : steps.next().get();
        coming = steps.hasNext() ? Optional.of(fetch(steps.next())) : Optional.empty();
        return value;
    }

    private Future<T> fetch(Supplier<T> step) {
        ExecutorService own = thread.orElseGet(() -> Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "kiln-store-read-ahead");
            made.setDaemon(true);
            return made;
        }));
        thread = Optional.of(own);
        return own.submit(step::get);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The scan was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw new IllegalStateException("A batch can't be read: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        thread.ifPresent(ExecutorService::shutdownNow);
    }
}
