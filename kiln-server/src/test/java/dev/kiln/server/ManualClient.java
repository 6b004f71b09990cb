package dev.kiln.server;

import dev.kiln.protocol.ExecutePlanResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that takes responses only when told to, and can hang up. */
final class ManualClient<Q> implements ClientResponseObserver<Q, ExecutePlanResponse> {
    private final BlockingQueue<ExecutePlanResponse> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private volatile ClientCallStreamObserver<Q> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> requestStream) {
        call = requestStream;
        requestStream.disableAutoRequestWithInitial(0);
    }

    void request(int count) {
        call.request(count);
    }

    void hangUp() {
        call.cancel("hung up", null);
    }

    ExecutePlanResponse next() throws InterruptedException {
        request(1);
        ExecutePlanResponse response = responses.poll(30, TimeUnit.SECONDS);
        if (response == null) {
            throw new AssertionError("no response came; end: " + end);
        }
        return response;
    }

    int received() {
        return responses.size();
    }

    /** Waits for the end; throws if it was an error. */
    void awaitEnd() throws Exception {
        request(Integer.MAX_VALUE);
        end.get(30, TimeUnit.SECONDS);
    }

    boolean isOver() {
        return end.isDone();
    }

    /** The error with which the stream ends. */
    Throwable awaitError() throws Exception {
        request(Integer.MAX_VALUE);
        return end.handle((ok, error) -> error).get(30, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(ExecutePlanResponse response) {
        responses.add(response);
    }

    @Override
    public void onError(Throwable thrown) {
        end.completeExceptionally(thrown);
    }

    @Override
    public void onCompleted() {
        end.complete(true);
    }
}
