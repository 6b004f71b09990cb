package dev.kiln.server.operation;

import static dev.kiln.server.error.Condition.CURSOR_NOT_REATTACHABLE;
import static dev.kiln.server.error.Condition.OPERATION_CANCELED;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.ExecutePlanResponse.ResultComplete;
import dev.kiln.server.error.Failure;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.Progress;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operation, from its submission until its client has released it: runs the engine's operation on a worker, buffers
 * its responses and feeds the one stream that is attached.
 *
 * <p>Thread-safe. Nothing foreign is called while holding the lock.
 */
public final class Execution {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private final ExecutionSpec spec;
    private final SessionContext session;
    private final OperationLimits limits;
    private final ResponseBuffer buffer;
    private final ArrowChunks chunks;
    private final StreamSlot slot;

    private ExecutionState state = ExecutionState.SUBMITTED;
    private boolean interrupted;
    private Optional<Operation> engineOperation = Optional.empty();
    private Optional<Progress> reported = Optional.empty();

    /** @param onAbandoned called when nobody can attach to this execution any more */
    Execution(
            ExecutionSpec spec,
            SessionContext session,
            OperationLimits limits,
            ScheduledExecutorService scheduler,
            LongSupplier clock,
            Consumer<Execution> onAbandoned) {
        this.spec = spec;
        this.session = session;
        this.limits = limits;
        this.buffer = new ResponseBuffer(spec.reattachable() ? limits.retainedBytes() : 0, limits.unsentBytes());
        this.chunks = new ArrowChunks(spec.chunking(), limits.chunkBytes());
        this.slot = spec.reattachable()
                ? new StreamSlot(scheduler, clock, limits.streamDuration(), () -> {}, () -> {})
                : new StreamSlot(
                        scheduler,
                        clock,
                        Duration.ZERO,
                        () -> onAbandoned.accept(this),
                        () -> onAbandoned.accept(this));
    }

    public ExecutionSpec spec() {
        return spec;
    }

    public synchronized ExecutionState state() {
        return state;
    }

    /** Runs to the end. Called once, on a worker. */
    void run() {
        if (!become(ExecutionState.RUNNING)) {
            return;
        }
        long start = System.nanoTime();
        try {
            session.withEngine(engine -> {
                execute(engine);
                return true;
            });
            endComplete();
        } catch (Throwable t) {
            endFailed(t);
        }
        LOG.debug(
                "operation {} of session {} {} after {} ms",
                spec.operationId(),
                session.sessionId(),
                state(),
                (System.nanoTime() - start) / 1_000_000);
    }

    /**
     * Attaches a stream that starts after a response, or at the beginning.
     *
     * @throws dev.kiln.spi.EngineException if the position is unknown
     */
    void attach(ServerCallStreamObserver<ExecutePlanResponse> client, Optional<String> lastResponseId) {
        long position = lastResponseId.map(buffer::indexOf).orElse(0L);
        long maxBytes = spec.reattachable() ? limits.streamBytes() : 0;
        slot.attach(new ResponseStream(client, buffer, session, slot, position, maxBytes));
    }

    /**
     * Drops the responses up to one.
     *
     * @throws dev.kiln.spi.EngineException if there never was such a response
     */
    public void releaseUntil(String responseId) {
        buffer.releaseUntil(buffer.indexOf(responseId));
    }

    /** @throws dev.kiln.spi.EngineException if the client did not ask for a reattachable execution */
    public void requireReattachable() {
        if (!spec.reattachable()) {
            throw FrontDoorErrors.of(CURSOR_NOT_REATTACHABLE, Map.of());
        }
    }

    /**
     * Makes the operation end soon, canceled.
     *
     * @return whether this call did it: false if it has ended or was interrupted before
     */
    public boolean interrupt() {
        Optional<Operation> running;
        synchronized (this) {
            if (interrupted || state.hasEnded()) {
                return false;
            }
            interrupted = true;
            running = engineOperation;
        }
        buffer.cancel();
        if (running.isPresent()) {
            running.get().interrupt();
        } else {
            // Still waiting or being planned: there is nothing to stop, and nothing will be run.
            endCanceled();
        }
        return true;
    }

    /** Stops the work, ends the stream and drops the responses. */
    void release() {
        interrupt();
        slot.close();
        buffer.clear();
    }

    /** For how many nanoseconds no client has been attached; empty while one is. */
    OptionalLong detachedNanos() {
        return slot.detachedNanos();
    }

    /** Tells the client how far the operation is, if that has changed and the client isn't behind. */
    void reportProgress() {
        Optional<Operation> running;
        synchronized (this) {
            running = state == ExecutionState.RUNNING ? engineOperation : Optional.empty();
        }
        Optional<Progress> now = running.flatMap(Operation::progress);
        synchronized (this) {
            if (now.isEmpty() || now.equals(reported)) {
                return;
            }
            reported = now;
        }
        offer(ProgressMessage.of(now.get()));
        if (Announcement.isFor(spec.clientType())) {
            now.get().activity().ifPresent(activity -> offer(Announcement.ofActivity(activity)));
        }
    }

    private void offer(ExecutePlanResponse.Builder response) {
        if (buffer.offer(stamp(response))) {
            slot.pump();
        }
    }

    private void execute(EngineSession engine) {
        Preparation preparation = engine.prepare(new OperationRequest(spec.operationId(), spec.plan(), spec.tags()));
        if (preparation instanceof Preparation.Unsupported refusal) {
            throw new dev.kiln.spi.UnsupportedPlanException(refusal.reasons());
        }
        try (Operation operation = ((Preparation.Ready) preparation).operation()) {
            if (adopt(operation)) {
                try {
                    operation.run(this::accept);
                    LOG.debug("operation {} done, {}", spec.operationId(), operation.description());
                    if (Announcement.isFor(spec.clientType())) {
                        accept(Announcement.ofRoute(operation.description()));
                    }
                } finally {
                    disown();
                }
            }
        }
    }

    /** Has interrupts reach the engine's operation from now on, unless there was one already. */
    private synchronized boolean adopt(Operation operation) {
        if (!interrupted) {
            engineOperation = Optional.of(operation);
        }
        return !interrupted;
    }

    private synchronized void disown() {
        engineOperation = Optional.empty();
    }

    private void accept(ExecutePlanResponse.Builder response) {
        List<ExecutePlanResponse.Builder> pieces = chunks.split(response);
        buffer.openBatch();
        try {
            for (ExecutePlanResponse.Builder piece : pieces) {
                buffer.append(stamp(piece));
                slot.pump();
            }
        } finally {
            buffer.closeBatch();
        }
    }

    private void endComplete() {
        if (become(ExecutionState.SUCCEEDED)) {
            Optional<ExecutePlanResponse.Builder> last = spec.reattachable()
                    ? Optional.of(stamp(
                            ExecutePlanResponse.newBuilder().setResultComplete(ResultComplete.getDefaultInstance())))
                    : Optional.empty();
            end(last, OperationEnd.Complete.COMPLETE);
        } else {
            endCanceled();
        }
    }

    private void endFailed(Throwable thrown) {
        Failure failure = session.failureOf(thrown);
        if (failure.isCancellation() || isInterrupted()) {
            endCanceled();
            return;
        }
        if (failure instanceof Failure.Fatal) {
            LOG.error("operation {} failed", spec.operationId(), thrown);
        } else {
            LOG.info("operation {} failed: {}", spec.operationId(), thrown.toString());
        }
        become(ExecutionState.FAILED);
        end(Optional.empty(), new OperationEnd.Failed(failure));
    }

    private void endCanceled() {
        become(ExecutionState.CANCELED);
        end(Optional.empty(), new OperationEnd.Failed(canceled()));
    }

    private void end(Optional<ExecutePlanResponse.Builder> last, OperationEnd how) {
        buffer.end(last, how);
        slot.pump();
    }

    private static Failure canceled() {
        return Failure.of(FrontDoorErrors.of(OPERATION_CANCELED, Map.of()));
    }

    private synchronized boolean isInterrupted() {
        return interrupted;
    }

    private synchronized boolean become(ExecutionState next) {
        boolean overruled = interrupted && next == ExecutionState.SUCCEEDED;
        if (overruled || !state.canBecome(next)) {
            return false;
        }
        state = next;
        return true;
    }

    private ExecutePlanResponse.Builder stamp(ExecutePlanResponse.Builder response) {
        return response.setSessionId(session.sessionId())
                .setServerSideSessionId(session.serverSessionId())
                .setOperationId(spec.operationId());
    }
}
