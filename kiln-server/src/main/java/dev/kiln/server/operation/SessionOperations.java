package dev.kiln.server.operation;

import static dev.kiln.server.error.Condition.OPERATION_ABANDONED;
import static dev.kiln.server.error.Condition.OPERATION_ALREADY_EXISTS;
import static dev.kiln.server.error.Condition.OPERATION_NOT_FOUND;
import static dev.kiln.server.error.Condition.SESSION_CLOSED;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.operation.EndedOperations.Ended;
import dev.kiln.server.operation.EndedOperations.Reason;
import dev.kiln.spi.SessionIdentity;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The operations of one session that their client has not released yet. Thread-safe. */
public final class SessionOperations {
    private final SessionIdentity identity;
    private final SessionContext session;
    private final OperationRuntime runtime;
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private boolean closed;

    public SessionOperations(SessionIdentity identity, SessionContext session, OperationRuntime runtime) {
        this.identity = identity;
        this.session = session;
        this.runtime = runtime;
    }

    /**
     * Starts an operation and attaches the client to it. If the client repeats a request, it is attached to the
     * operation that it started before.
     *
     * @throws dev.kiln.spi.EngineException if the id is taken, the operation was removed or the server is overloaded
     */
    public void start(ExecutionSpec spec, ServerCallStreamObserver<ExecutePlanResponse> client) {
        Optional<Execution> existing;
        Execution execution;
        synchronized (executions) {
            existing = Optional.ofNullable(executions.get(spec.operationId()));
            execution = existing.isPresent() ? existing.get() : register(spec);
        }
        if (existing.isPresent()) {
            if (!execution.spec().requested().equals(spec.requested())) {
                throw FrontDoorErrors.handle(OPERATION_ALREADY_EXISTS, spec.operationId());
            }
            execution.requireReattachable();
            execution.attach(client, Optional.empty());
            return;
        }
        try {
            runtime.workers().submit(execution::run);
        } catch (RuntimeException e) {
            synchronized (executions) {
                executions.remove(spec.operationId());
            }
            // Somebody may have attached to it in the meantime.
            execution.release();
            throw e;
        }
        execution.attach(client, Optional.empty());
    }

    /**
     * Attaches the client to an operation again, after the last response that it has.
     *
     * @throws dev.kiln.spi.EngineException if there is no such operation or position
     */
    public void reattach(
            String operationId, Optional<String> lastResponseId, ServerCallStreamObserver<ExecutePlanResponse> client) {
        Execution execution = find(operationId).orElseThrow(() -> {
            boolean abandoned = runtime.ended()
                    .find(identity, operationId)
                    .filter(ended -> ended.reason() == Reason.ABANDONED)
                    .isPresent();
            return FrontDoorErrors.handle(abandoned ? OPERATION_ABANDONED : OPERATION_NOT_FOUND, operationId);
        });
        execution.requireReattachable();
        execution.attach(client, lastResponseId);
    }

    public Optional<Execution> find(String operationId) {
        synchronized (executions) {
            return Optional.ofNullable(executions.get(operationId));
        }
    }

    /** Interrupts and forgets an operation, because its client asked for that. */
    public void release(String operationId) {
        find(operationId).ifPresent(execution -> remove(execution, Reason.RELEASED));
    }

    /** Interrupts the operations that match and returns the ids of those that were still going. */
    public List<String> interrupt(Predicate<ExecutionSpec> which) {
        List<String> ids = new ArrayList<>();
        for (Execution execution : all()) {
            if (which.test(execution.spec()) && execution.interrupt()) {
                ids.add(execution.spec().operationId());
            }
        }
        return ids;
    }

    /** Gives up operations whose clients have stayed away too long. */
    public void reap() {
        long limit = runtime.limits().detachedTimeout().toNanos();
        for (Execution execution : all()) {
            if (execution.detachedNanos().orElse(-1) > limit) {
                remove(execution, Reason.ABANDONED);
            }
        }
    }

    public void reportProgress() {
        all().forEach(Execution::reportProgress);
    }

    /** How many operations have not ended. */
    public long active() {
        return all().stream().filter(execution -> !execution.state().hasEnded()).count();
    }

    /** Removes every operation and takes no more. */
    public void close() {
        synchronized (executions) {
            closed = true;
        }
        all().forEach(execution -> remove(execution, Reason.ABANDONED));
    }

    /** The operations that have ended and were removed, as far as they are remembered, and how they ended. */
    public Map<String, ExecutionState> ended() {
        return runtime.ended().statesOf(identity);
    }

    /** The operations that are held, in the order in which they came. */
    public List<Execution> all() {
        synchronized (executions) {
            return List.copyOf(executions.values());
        }
    }

    private Execution register(ExecutionSpec spec) {
        if (closed) {
            throw FrontDoorErrors.handle(SESSION_CLOSED, identity.sessionId());
        }
        if (runtime.ended().find(identity, spec.operationId()).isPresent()) {
            throw FrontDoorErrors.handle(OPERATION_ABANDONED, spec.operationId());
        }
        Execution execution = new Execution(
                spec,
                session,
                runtime.limits(),
                runtime.scheduler(),
                runtime.clock(),
                abandoned -> remove(abandoned, Reason.RELEASED));
        executions.put(spec.operationId(), execution);
        return execution;
    }

    private void remove(Execution execution, Reason reason) {
        String id = execution.spec().operationId();
        synchronized (executions) {
            if (!executions.remove(id, execution)) {
                return;
            }
            ExecutionState state = execution.state();
            runtime.ended().add(identity, id, new Ended(reason, state.hasEnded() ? state : ExecutionState.CANCELED));
        }
        execution.release();
    }
}
