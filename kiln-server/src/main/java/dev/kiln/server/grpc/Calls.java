package dev.kiln.server.grpc;

import dev.kiln.server.error.Failure;
import dev.kiln.server.error.FailureStatus;
import dev.kiln.server.session.Session;
import dev.kiln.server.session.Sessions;
import dev.kiln.spi.SessionIdentity;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the handlers of calls and tells clients what went wrong. */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final Sessions sessions;

    Calls(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Answers with what the handler returns or throws. */
    <T> void answer(SessionIdentity caller, StreamObserver<T> client, Supplier<T> handler) {
        T response;
        try {
            response = handler.get();
        } catch (Throwable t) {
            client.onError(statusOf(caller, t));
            return;
        }
        client.onNext(response);
        client.onCompleted();
    }

    /** Runs a handler that answers itself, unless it throws. */
    void start(SessionIdentity caller, StreamObserver<?> client, Runnable handler) {
        try {
            handler.run();
        } catch (Throwable t) {
            client.onError(statusOf(caller, t));
        }
    }

    /** What the caller gets for an error; the details are kept if the caller has a session. */
    StatusRuntimeException statusOf(SessionIdentity caller, Throwable thrown) {
        Failure failure = Failure.of(thrown);
        if (failure instanceof Failure.Fatal) {
            LOG.error("call of session {} failed", caller.sessionId(), thrown);
        } else {
            LOG.debug("call of session {} failed", caller.sessionId(), thrown);
        }
        Optional<Session> session = openSession(caller);
        return session.isPresent()
                ? session.get().statusOf(failure)
                : FailureStatus.of(failure, Optional.empty(), Optional.empty());
    }

    private Optional<Session> openSession(SessionIdentity caller) {
        try {
            return sessions.find(caller);
        } catch (RuntimeException e) {
            // The very failure to report may be that the session can't be opened.
            return Optional.empty();
        }
    }
}
