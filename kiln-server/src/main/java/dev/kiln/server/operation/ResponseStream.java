package dev.kiln.server.operation;

import static dev.kiln.server.error.Condition.CURSOR_DISCONNECTED;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.server.error.Failure;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.operation.ResponseBuffer.Next;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Map;

/**
 * One call that carries an operation's responses to the client, from a position on. It sends only while the transport
 * takes more, on whichever thread brings news: the producer's after a response, gRPC's when the client has caught up.
 *
 * <p>Thread-safe; the lock order is this, then the buffer.
 */
final class ResponseStream {
    /** Told once, when the stream is over. */
    interface Listener {
        /** @param delivered whether the client got everything, up to the end of the operation */
        void streamEnded(ResponseStream stream, boolean delivered);
    }

    /**
     * How much the transport takes before it has to be written: several batches, so that writing one does not wait for
     * the next to be handed over.
     */
    private static final int TRANSPORT_BYTES = 2 << 20;

    private final ServerCallStreamObserver<ExecutePlanResponse> client;
    private final ResponseBuffer buffer;
    private final SessionContext session;
    private final Listener listener;
    private final long maxBytes;
    private long position;
    private long sentBytes;
    private boolean over;
    private boolean delivered;
    private boolean announced;

    /**
     * @param position the index of the last response that the client has
     * @param maxBytes after which the stream is cut, zero for never
     */
    ResponseStream(
            ServerCallStreamObserver<ExecutePlanResponse> client,
            ResponseBuffer buffer,
            SessionContext session,
            Listener listener,
            long position,
            long maxBytes) {
        this.client = client;
        this.buffer = buffer;
        this.session = session;
        this.listener = listener;
        this.position = position;
        this.maxBytes = maxBytes;
    }

    /** Has the transport call back. To be called before the call's handler returns. */
    void open() {
        client.setOnReadyThreshold(TRANSPORT_BYTES);
        client.setOnReadyHandler(this::pump);
        client.setOnCancelHandler(this::clientGone);
    }

    /** Sends what there is and what fits. */
    void pump() {
        synchronized (this) {
            try {
                drain();
            } catch (RuntimeException e) {
                finish(() -> client.onError(session.statusOf(Failure.of(e))), false);
            }
        }
        announceEnd();
    }

    /** Ends the stream in the middle; the client attaches again. */
    void cut() {
        finish(client::onCompleted, false);
        announceEnd();
    }

    /** Ends the stream because another took its place, or because the operation is gone. */
    void disconnect() {
        Failure disconnected = Failure.of(FrontDoorErrors.of(CURSOR_DISCONNECTED, Map.of()));
        finish(() -> client.onError(session.statusOf(disconnected)), false);
        announceEnd();
    }

    private void clientGone() {
        finish(() -> {}, false);
        announceEnd();
    }

    private void drain() {
        while (!over && client.isReady()) {
            Next next = buffer.takeAfter(position);
            if (next instanceof Next.Response item) {
                send(item.response());
            } else if (next instanceof Next.Ended ended) {
                deliver(ended.how());
            } else {
                return;
            }
        }
    }

    private void send(ExecutePlanResponse response) {
        client.onNext(response);
        position++;
        sentBytes += response.getSerializedSize();
        if (maxBytes > 0 && sentBytes > maxBytes) {
            finish(client::onCompleted, false);
        }
    }

    private void deliver(OperationEnd how) {
        if (how instanceof OperationEnd.Failed failed) {
            finish(() -> client.onError(session.statusOf(failed.failure())), true);
        } else {
            finish(client::onCompleted, true);
        }
    }

    private synchronized void finish(Runnable farewell, boolean complete) {
        if (over) {
            return;
        }
        over = true;
        delivered = complete;
        if (!client.isCancelled()) {
            farewell.run();
        }
    }

    /** Outside the lock, because the listener may stop the engine, which may be waiting to send. */
    private void announceEnd() {
        synchronized (this) {
            if (!over || announced) {
                return;
            }
            announced = true;
        }
        listener.streamEnded(this, delivered);
    }
}
