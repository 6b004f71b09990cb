package dev.kiln.server.operation;

import static dev.kiln.server.error.Condition.CURSOR_POSITION_NOT_AVAILABLE;
import static dev.kiln.server.error.Condition.CURSOR_POSITION_NOT_FOUND;
import static dev.kiln.server.error.Condition.OPERATION_CANCELED;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.spi.EngineException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The responses of one operation, in order, from the first that may still be asked for to the last produced. Bounded on
 * both sides: the producer waits while too much is unsent, and sent responses are dropped, oldest first, except the
 * very last one.
 *
 * <p>Thread-safe. Never calls out while holding its lock.
 */
final class ResponseBuffer {
    private final ResponseIds ids = new ResponseIds();
    private final long maxRetainedBytes;
    private final long maxUnsentBytes;

    /** Responses {@code firstIndex} to {@code firstIndex + responses.size() - 1}. */
    private final ArrayDeque<ExecutePlanResponse> responses = new ArrayDeque<>();

    private long firstIndex = 1;
    private long sentIndex;
    private long retainedBytes;
    private long unsentBytes;
    private boolean batchOpen;
    private boolean canceled;
    private Optional<OperationEnd> end = Optional.empty();

    ResponseBuffer(long maxRetainedBytes, long maxUnsentBytes) {
        this.maxRetainedBytes = maxRetainedBytes;
        this.maxUnsentBytes = maxUnsentBytes;
    }

    /**
     * Adds a response, which gets its id here, and waits for room before.
     *
     * @throws EngineException a cancellation, if the buffer was canceled
     */
    synchronized void append(ExecutePlanResponse.Builder response) {
        while (!canceled && unsentBytes > 0 && unsentBytes >= maxUnsentBytes) {
            awaitChange();
        }
        if (canceled) {
            throw FrontDoorErrors.of(OPERATION_CANCELED, Map.of());
        }
        add(response);
    }

    /** Adds a response that nobody would miss, if the client is not behind and no batch is being added. */
    synchronized boolean offer(ExecutePlanResponse.Builder response) {
        if (canceled || batchOpen || end.isPresent() || unsentBytes > 0) {
            return false;
        }
        add(response);
        return true;
    }

    /** Between these two calls nothing but the producer's own responses is added. */
    synchronized void openBatch() {
        batchOpen = true;
    }

    synchronized void closeBatch() {
        batchOpen = false;
    }

    /** Ends the sequence; later calls have no effect. */
    synchronized void end(Optional<ExecutePlanResponse.Builder> last, OperationEnd how) {
        if (end.isEmpty()) {
            last.ifPresent(this::add);
            end = Optional.of(how);
            notifyAll();
        }
    }

    /** Makes a waiting and every later producer fail. What is held can still be read. */
    synchronized void cancel() {
        canceled = true;
        notifyAll();
    }

    /** Drops everything. */
    synchronized void clear() {
        cancel();
        firstIndex += responses.size();
        responses.clear();
        retainedBytes = 0;
        unsentBytes = 0;
    }

    /**
     * The response after an index, which counts as sent from now on.
     *
     * @throws EngineException if that response was dropped
     */
    synchronized Next takeAfter(long index) {
        long wanted = index + 1;
        if (wanted < firstIndex) {
            throw FrontDoorErrors.of(
                    CURSOR_POSITION_NOT_AVAILABLE,
                    Map.of("index", Long.toString(wanted), "responseId", ids.of(wanted)));
        }
        if (wanted > lastIndex()) {
            return end.<Next>map(Next.Ended::new).orElse(Next.Nothing.YET);
        }
        // Readers go through the buffer in order and almost always ask for its newest responses.
        ExecutePlanResponse response = at(wanted);
        if (wanted > sentIndex) {
            sentIndex = wanted;
            unsentBytes -= response.getSerializedSize();
            retainedBytes += response.getSerializedSize();
            dropWhileAbove(maxRetainedBytes);
            notifyAll();
        }
        return new Next.Response(response);
    }

    /**
     * The index of a response by its id.
     *
     * @throws EngineException if there never was such a response
     */
    synchronized long indexOf(String responseId) {
        OptionalLong index = ids.indexOf(responseId);
        if (index.isEmpty() || index.getAsLong() > lastIndex()) {
            throw FrontDoorErrors.of(CURSOR_POSITION_NOT_FOUND, Map.of("responseId", responseId));
        }
        return index.getAsLong();
    }

    /** Drops the responses up to and including an index, as far as they were sent. */
    synchronized void releaseUntil(long index) {
        while (firstIndex <= Math.min(index, sentIndex)) {
            dropFirst();
        }
    }

    synchronized long heldBytes() {
        return retainedBytes + unsentBytes;
    }

    private void add(ExecutePlanResponse.Builder response) {
        ExecutePlanResponse built =
                response.setResponseId(ids.of(lastIndex() + 1)).build();
        responses.addLast(built);
        unsentBytes += built.getSerializedSize();
    }

    private ExecutePlanResponse at(long index) {
        long fromEnd = lastIndex() - index;
        var iterator = fromEnd < index - firstIndex ? responses.descendingIterator() : responses.iterator();
        for (long skip = Math.min(fromEnd, index - firstIndex); skip > 0; skip--) {
            iterator.next();
        }
        return iterator.next();
    }

    private void dropWhileAbove(long bytes) {
        while (retainedBytes > bytes && firstIndex < sentIndex) {
            dropFirst();
        }
    }

    private void dropFirst() {
        retainedBytes -= responses.removeFirst().getSerializedSize();
        firstIndex++;
    }

    private long lastIndex() {
        return firstIndex + responses.size() - 1;
    }

    /** Ends when the client reads on, or when it stays away so long that its operation is given up. */
    private void awaitChange() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FrontDoorErrors.of(OPERATION_CANCELED, Map.of());
        }
    }

    /** What a reader finds at its position. */
    sealed interface Next {
        record Response(ExecutePlanResponse response) implements Next {}

        record Ended(OperationEnd how) implements Next {}

        enum Nothing implements Next {
            YET
        }
    }
}
