package dev.kiln.server.grpc;

import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.FetchErrorDetailsRequest;
import dev.kiln.protocol.FetchErrorDetailsResponse;
import dev.kiln.protocol.ReleaseSessionRequest;
import dev.kiln.protocol.ReleaseSessionResponse;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.server.session.Session;
import dev.kiln.server.session.Sessions;
import dev.kiln.spi.SessionIdentity;
import java.util.Optional;

/** The calls about a session itself: its configuration, its errors, its end. */
final class SessionCalls {
    private final Sessions sessions;

    SessionCalls(Sessions sessions) {
        this.sessions = sessions;
    }

    ConfigResponse config(SessionIdentity caller, ConfigRequest request) {
        Optional<String> observed = request.hasClientObservedServerSideSessionId()
                ? Optional.of(request.getClientObservedServerSideSessionId())
                : Optional.empty();
        Session session = sessions.getOrCreate(caller, observed);
        if (request.getOperation().getOpTypeCase() == ConfigRequest.Operation.OpTypeCase.OPTYPE_NOT_SET) {
            throw FrontDoorErrors.plain(
                    ThrownAs.UNSUPPORTED_OPERATION, "A configuration request must name its operation.");
        }
        return session.withEngine(engine -> engine.configure(request.getOperation())).toBuilder()
                .setSessionId(session.sessionId())
                .setServerSideSessionId(session.serverSessionId())
                .build();
    }

    /** An unknown error id is answered with nothing at all, as Spark does. */
    FetchErrorDetailsResponse fetchErrorDetails(SessionIdentity caller, FetchErrorDetailsRequest request) {
        Optional<String> observed = request.hasClientObservedServerSideSessionId()
                ? Optional.of(request.getClientObservedServerSideSessionId())
                : Optional.empty();
        return sessions.getOrCreate(caller, observed)
                .takeErrorDetails(request.getErrorId())
                .orElseGet(FetchErrorDetailsResponse::getDefaultInstance);
    }

    ReleaseSessionResponse release(SessionIdentity caller, ReleaseSessionRequest request) {
        ReleaseSessionResponse.Builder response =
                ReleaseSessionResponse.newBuilder().setSessionId(request.getSessionId());
        sessions.release(caller, request.getAllowReconnect())
                .ifPresent(session -> response.setServerSideSessionId(session.serverSessionId()));
        return response.build();
    }
}
