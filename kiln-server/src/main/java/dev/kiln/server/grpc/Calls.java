package dev.kiln.server.grpc;

import dev.kiln.server.error.Failure;
import dev.kiln.server.error.FailureStatus;
import dev.kiln.server.session.Session;
import dev.kiln.server.session.Sessions;
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
    <T> void answer(Caller caller, StreamObserver<T> client, Supplier<T> handler) {
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
    void start(Caller caller, StreamObserver<?> client, Runnable handler) {
        try {
            handler.run();
        } catch (Throwable t) {
            client.onError(statusOf(caller, t));
        }
    }

    /** What the caller gets for an error; the details are kept if the caller has a session. */
    StatusRuntimeException statusOf(Caller caller, Throwable thrown) {
        LOG.debug("call of session {} failed", caller.identity().sessionId(), thrown);
        Optional<Session> session = openSession(caller);
        Failure failure = session.map(it -> it.failureOf(thrown)).orElseGet(() -> Failure.of(thrown));
        if (failure instanceof Failure.Fatal) {
            LOG.error("call of session {} failed", caller.identity().sessionId(), thrown);
        }
        return session.map(it -> it.statusOf(failure)).orElseGet(() -> FailureStatus.of(failure, Optional.empty()));
    }

    private Optional<Session> openSession(Caller caller) {
        try {
            return sessions.find(caller.identity());
        } catch (RuntimeException e) {
            // The very failure to report may be that the session can't be opened.
            return Optional.empty();
        }
    }
}
