package dev.kiln.spark.proxy;

import dev.kiln.protocol.AddArtifactsRequest;
import dev.kiln.protocol.AddArtifactsResponse;
import dev.kiln.spi.EngineException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One upload of artifacts to an engine, which sends no faster than the engine receives. For one thread. */
final class ArtifactStream implements AutoCloseable {
    private static final long LONGEST_SECONDS = 600;

    private final SparkEngineSession session;
    private final EngineUse use;
    private final Answer answer = new Answer();
    private boolean finished;

    private ArtifactStream(SparkEngineSession session, EngineUse use) {
        this.session = session;
        this.use = use;
    }

    static ArtifactStream open(SparkEngineSession session) {
        ArtifactStream stream = new ArtifactStream(session, session.use());
        stream.use.connection().messages(LONGEST_SECONDS).addArtifacts(stream.answer);
        return stream;
    }

    /** @throws EngineException if the engine has refused what came before, or does not take more in time */
    void send(AddArtifactsRequest request) {
        check(answer.awaitRoom());
        answer.requests().onNext(request);
    }

    /** Waits for the engine to have taken everything. */
    void finish() {
        answer.requests().onCompleted();
        check(answer.awaitEnd());
        finished = true;
    }

    private void check(Optional<Throwable> failure) {
        if (failure.isPresent()) {
            finished = true;
            throw session.failure(
                    Status.fromThrowable(failure.get()).asRuntimeException(Status.trailersFromThrowable(failure.get())),
                    use.connection());
        }
    }

    /** Breaks off what was not finished. */
    @Override
    public void close() {
        if (!finished) {
            answer.requests().cancel("the upload was broken off", null);
        }
        use.close();
    }

    /** What the engine says, and when it takes more. */
    private static final class Answer implements ClientResponseObserver<AddArtifactsRequest, AddArtifactsResponse> {
        private Optional<ClientCallStreamObserver<AddArtifactsRequest>> requests = Optional.empty();
        private Optional<Throwable> failure = Optional.empty();
        private boolean over;

        @Override
        public synchronized void beforeStart(ClientCallStreamObserver<AddArtifactsRequest> stream) {
            requests = Optional.of(stream);
            stream.setOnReadyHandler(this::wake);
        }

        private synchronized void wake() {
            notifyAll();
        }

        synchronized ClientCallStreamObserver<AddArtifactsRequest> requests() {
            return requests.orElseThrow();
        }

        @Override
        public synchronized void onNext(AddArtifactsResponse response) {
            boolean damaged = response.getArtifactsList().stream().anyMatch(artifact -> !artifact.getIsCrcSuccessful());
            if (damaged) {
                failure = Optional.of(new StatusRuntimeException(
                        Status.DATA_LOSS.withDescription("An artifact was damaged on its way to the engine.")));
            }
        }

        @Override
        public synchronized void onError(Throwable thrown) {
            failure = Optional.of(thrown);
            over = true;
            notifyAll();
        }

        @Override
        public synchronized void onCompleted() {
            over = true;
            notifyAll();
        }

        synchronized Optional<Throwable> awaitRoom() {
            return await(false);
        }

        synchronized Optional<Throwable> awaitEnd() {
            return await(true);
        }

        /** Always ends, because the call has a deadline. */
        private synchronized Optional<Throwable> await(boolean end) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
            try {
                while (!over && (end || !requests().isReady())) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0) {
                        return Optional.of(Status.DEADLINE_EXCEEDED.asRuntimeException());
                    }
                    wait(left);
                }
                return failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.of(Status.CANCELLED.withCause(e).asRuntimeException());
            }
        }
    }
}
