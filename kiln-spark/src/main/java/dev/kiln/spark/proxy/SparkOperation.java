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
    private final EngineConnection connection;
    private final OperationRequest request;
    private final ScheduledExecutorService timer;
    private final Context.CancellableContext context = Context.ROOT.withCancellation();

    private Optional<Future<?>> interrupts = Optional.empty();
    private boolean over;
    private int interruptsSent;

    SparkOperation(
            SparkEngineSession session,
            EngineConnection connection,
            OperationRequest request,
            ScheduledExecutorService timer) {
        this.session = session;
        this.connection = connection;
        this.request = request;
        this.timer = timer;
    }

    @Override
    public void run(ResultSink sink) {
        Context before = context.attach();
        try {
            forward(sink);
        } finally {
            context.detach(before);
            end();
        }
    }

    private void forward(ResultSink sink) {
        Optional<String> last = Optional.empty();
        int retries = 0;
        while (true) {
            try {
                Iterator<ExecutePlanResponse> responses = last.isEmpty() ? start() : reattach(last.get());
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

    private Iterator<ExecutePlanResponse> start() {
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

    private Iterator<ExecutePlanResponse> reattach(String lastResponseId) {
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

    /** Interrupts until the run is over: one that comes before the engine knows the operation is lost. */
    @Override
    public synchronized void interrupt() {
        if (over || interrupts.isPresent()) {
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
        connection
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
    private void end() {
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
    public String description() {
        return "spark engine " + connection.engine();
    }

    @Override
    public synchronized void close() {
        over = true;
        interrupts.ifPresent(sent -> sent.cancel(false));
        context.cancel(null);
    }
}
