package dev.kiln.spi;

import dev.kiln.protocol.ExecutePlanResponse;

/** Takes the responses of one operation. Bounded: {@link #accept} blocks while the client is behind. */
@FunctionalInterface
public interface ResultSink {
    /**
     * Queues a response. Session, server and operation ids and the response id are not set; an Arrow batch is whole
     * (the front door cuts it into chunks if the client asked for them).
     *
     * @throws EngineException a cancellation, if the operation was interrupted while waiting for room
     */
    void accept(ExecutePlanResponse.Builder response);
}
