package dev.kiln.catalog.remote;

/** Carries messages to the process that has the store. Safe for use by many threads. */
@FunctionalInterface
public interface Exchange {
    /**
     * Sends a request and waits for its answer. May send it again if the connection breaks: requests can be repeated.
     *
     * @throws java.io.UncheckedIOException if there is no answer within a bounded time
     */
    byte[] ask(byte[] request);
}
