package dev.kiln.spark.proxy;

import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.InterruptRequest;
import dev.kiln.protocol.ReattachExecuteRequest;
import dev.kiln.protocol.ReattachOptions;
import dev.kiln.protocol.ReleaseExecuteRequest;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Progress;
import dev.kiln.spi.ResultSink;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One execution on an engine. Responses are taken one at a time and only when the client has room, so the engine is
 * held up by a slow client through the flow control of HTTP/2. A stream that ends early is attached to again.
 */
final class SparkOperation implements Operation {
    private static final int MOST_RETRIES = 5;
    private static final long RETRY_MILLIS = 200;
    private static final long MESSAGE_SECONDS = 10;
    private static final long INTERRUPT_EVERY_MILLIS = 500;

    /** How many interrupts an engine may pass over before its stream is cut. */
    private static final int MOST_INTERRUPTS = 40;

    private final SparkEngineSession session;
    private final OperationRequest request;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<Void> interrupted = new CompletableFuture<>();
    private final Context.CancellableContext context = Context.ROOT.withCancellation();

    /** From the moment on at which the engine runs. */
    private Optional<EngineConnection> connected = Optional.empty();

    private Optional<Future<?>> interrupts = Optional.empty();
    private boolean over;
    private int interruptsSent;

    SparkOperation(SparkEngineSession session, OperationRequest request, ScheduledExecutorService timer) {
        this.session = session;
        this.request = request;
        this.timer = timer;
    }

    @Override
    public void run(ResultSink sink) {
        try (EngineUse use = session.use(interrupted)) {
            connect(use.connection());
            Context before = context.attach();
            try {
                forward(use.connection(), sink);
            } finally {
                context.detach(before);
                end(use.connection());
            }
        }
    }

    private synchronized void connect(EngineConnection connection) {
        connected = Optional.of(connection);
        if (interrupted.isDone()) {
            interruptFromNowOn();
        }
    }

    private void forward(EngineConnection connection, ResultSink sink) {
        Optional<String> last = Optional.empty();
        int retries = 0;
        while (true) {
            try {
                Iterator<ExecutePlanResponse> responses =
                        last.isEmpty() ? start(connection) : reattach(connection, last.get());
                while (responses.hasNext()) {
                    ExecutePlanResponse response = responses.next();
                    last = Optional.of(response.getResponseId());
                    retries = 0;
                    if (response.hasResultComplete()) {
                        return;
                    }
                    sink.accept(anonymous(response));
                }
            } catch (StatusRuntimeException e) {
                if (!EngineErrors.isOfTransport(e) || EngineEnd.of(connection) || retries++ == MOST_RETRIES) {
                    throw session.failure(e, connection);
                }
                pause();
            }
        }
    }

    private Iterator<ExecutePlanResponse> start(EngineConnection connection) {
        return connection
                .streams()
                .executePlan(ExecutePlanRequest.newBuilder()
                        .setSessionId(session.id())
                        .setUserContext(session.user())
                        .setClientType(SparkEngineSession.CLIENT_TYPE)
                        .setOperationId(request.operationId())
                        .setPlan(OlderSpark.understandable(
                                request.plan(), connection.engine().report().sparkVersion()))
                        .addAllTags(request.tags())
                        .addRequestOptions(ExecutePlanRequest.RequestOption.newBuilder()
                                .setReattachOptions(ReattachOptions.newBuilder().setReattachable(true)))
                        .build());
    }

    private Iterator<ExecutePlanResponse> reattach(EngineConnection connection, String lastResponseId) {
        return connection
                .streams()
                .reattachExecute(ReattachExecuteRequest.newBuilder()
                        .setSessionId(session.id())
                        .setUserContext(session.user())
                        .setClientType(SparkEngineSession.CLIENT_TYPE)
                        .setOperationId(request.operationId())
                        .setLastResponseId(lastResponseId)
                        .build());
    }

    /** The front door puts its own ids in. */
    private static ExecutePlanResponse.Builder anonymous(ExecutePlanResponse response) {
        return response.toBuilder()
                .clearSessionId()
                .clearServerSideSessionId()
                .clearOperationId()
                .clearResponseId();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineErrors.operationLost("interrupted");
        }
    }

    @Override
    public synchronized void interrupt() {
        interrupted.complete(null);
        if (!over && connected.isPresent()) {
            interruptFromNowOn();
        }
    }

    /** Interrupts until the run is over: one that comes before the engine knows the operation is lost. */
    private void interruptFromNowOn() {
        if (interrupts.isPresent()) {
            return;
        }
        try {
            interrupts = Optional.of(timer.scheduleWithFixedDelay(
                    this::sendInterrupt, 0, INTERRUPT_EVERY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            // The engine is being closed, which ends the stream as well.
            context.cancel(e);
        }
    }

    private synchronized void sendInterrupt() {
        if (over) {
            return;
        }
        if (interruptsSent++ == MOST_INTERRUPTS) {
            context.cancel(EngineErrors.operationLost("it did not react to an interrupt"));
            return;
        }
        connected
                .orElseThrow()
                .messages(MESSAGE_SECONDS)
                .interrupt(
                        InterruptRequest.newBuilder()
                                .setSessionId(session.id())
                                .setUserContext(session.user())
                                .setClientType(SparkEngineSession.CLIENT_TYPE)
                                .setInterruptType(InterruptRequest.InterruptType.INTERRUPT_TYPE_OPERATION_ID)
                                .setOperationId(request.operationId())
                                .build(),
                        new Unanswered<>("interrupting an operation"));
    }

    /** Has the engine forget the operation, and stop it if it still runs. */
    private void end(EngineConnection connection) {
        synchronized (this) {
            over = true;
            interrupts.ifPresent(sent -> sent.cancel(false));
        }
        context.cancel(null);
        if (connection.isUsable()) {
            connection
                    .messages(MESSAGE_SECONDS)
                    .releaseExecute(
                            ReleaseExecuteRequest.newBuilder()
                                    .setSessionId(session.id())
                                    .setUserContext(session.user())
                                    .setClientType(SparkEngineSession.CLIENT_TYPE)
                                    .setOperationId(request.operationId())
                                    .setReleaseAll(ReleaseExecuteRequest.ReleaseAll.getDefaultInstance())
                                    .build(),
                            new Unanswered<>("releasing an operation"));
        }
    }

    /** The engine's own messages of progress come with its responses. */
    @Override
    public Optional<Progress> progress() {
        return Optional.empty();
    }

    @Override
    public synchronized String description() {
        return "spark engine "
                + connected.map(EngineConnection::toString).orElseGet(() -> session.engine() + ", which is not up yet");
    }

    @Override
    public synchronized void close() {
        over = true;
        interrupted.complete(null);
        interrupts.ifPresent(sent -> sent.cancel(false));
        context.cancel(null);
    }
}
