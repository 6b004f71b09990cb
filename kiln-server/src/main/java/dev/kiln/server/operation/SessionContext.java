package dev.kiln.server.operation;

import dev.kiln.server.error.Failure;
import dev.kiln.spi.EngineSession;
import io.grpc.StatusRuntimeException;
import java.util.function.Function;

/** What operations need of the session they belong to. */
public interface SessionContext {
    String sessionId();

    String serverSessionId();

    /**
     * Works with the engine's session, which stays open meanwhile.
     *
     * @throws dev.kiln.spi.EngineException if the session is closed
     */
    <T> T withEngine(Function<EngineSession, T> work);

    /** What went wrong, as much of it as the session wants to hear. Asks the engine for that. */
    Failure failureOf(Throwable thrown);

    /** What the client gets for a failure; details are kept for it to fetch. Does not call the engine. */
    StatusRuntimeException statusOf(Failure failure);
}
