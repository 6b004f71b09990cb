package dev.kiln.spi;

import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.Plan;
import java.util.List;

/**
 * One client's session inside an engine. Requests of one session may arrive on several threads at once.
 *
 * <p>Responses carry no session, operation or response ids: the front door stamps them.
 */
public interface EngineSession extends AutoCloseable {
    /**
     * Plans a request without running it.
     *
     * @throws EngineException if the plan is wrong in itself: unknown columns, bad types, syntax errors
     */
    Preparation prepare(OperationRequest request);

    /**
     * Why the engine would not run a plan. Runs nothing, but may analyse the plan.
     *
     * @param plan a relation or a command, never compressed
     * @return every reason; empty if it would run it, or if that shows only in a run
     * @throws EngineException if the plan is wrong in itself
     */
    default List<UnsupportedReason> refusals(Plan plan) {
        return List.of();
    }

    /**
     * Answers one of the analyse variants. Never executes the plan.
     *
     * @throws EngineException with the error the client is to see
     * @throws UnsupportedPlanException if the engine cannot answer
     */
    AnalyzePlanResponse analyze(AnalyzePlanRequest request);

    /**
     * Reads or changes the session configuration.
     *
     * @throws EngineException with the error the client is to see
     */
    ConfigResponse configure(ConfigRequest.Operation operation);

    /** Where this session keeps what the client uploads. */
    ArtifactStore artifacts();

    /**
     * Opens another session that starts with this one's configuration, temporary views, functions, current database and
     * artifacts. Afterwards neither sees changes of the other.
     *
     * @throws UnsupportedPlanException if the engine cannot copy sessions, which is the default
     * @throws EngineException if the session cannot be set up
     */
    default EngineSession copy(SessionIdentity target) {
        throw new UnsupportedPlanException(
                List.of(new UnsupportedReason("session.clone", "this engine cannot clone sessions")));
    }

    /**
     * What a plan would change of the session's state. Looks at the plan alone: it runs nothing, and plans that are wrong
     * change nothing.
     *
     * @param plan a relation or a command, never compressed
     */
    default StateChange stateChange(Plan plan) {
        return StateChange.NONE;
    }

    /**
     * Waits until the engine behind the session can answer, which may take as long as the start of a process.
     *
     * @throws EngineException if it cannot be had
     */
    default void start() {}

    /** Whether the engine behind the session is gone for good, and the session's state with it. */
    default boolean isLost() {
        return false;
    }

    /** Forgets what is remembered of tables and files: somebody else may have changed them. */
    default void refresh() {}

    /** Drops the session's state. Running operations have been interrupted before. Idempotent. */
    @Override
    void close();
}
