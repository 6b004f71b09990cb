package dev.kiln.server.grpc;

import dev.kiln.protocol.ArtifactStatusesRequest;
import dev.kiln.protocol.ArtifactStatusesResponse;
import dev.kiln.protocol.ArtifactStatusesResponse.ArtifactStatus;
import dev.kiln.protocol.CloneSessionRequest;
import dev.kiln.protocol.CloneSessionResponse;
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
import java.util.UUID;

/** The calls about a session itself: its configuration, its artifacts, its errors, its copies, its end. */
final class SessionCalls {
    private final Sessions sessions;

    SessionCalls(Sessions sessions) {
        this.sessions = sessions;
    }

    ConfigResponse config(Caller caller, ConfigRequest request) {
        Session session = sessions.getOrCreate(caller.identity(), caller.observed(), caller.wishes());
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
    FetchErrorDetailsResponse fetchErrorDetails(Caller caller, FetchErrorDetailsRequest request) {
        return sessions.getOrCreate(caller.identity(), caller.observed(), caller.wishes())
                .takeErrorDetails(request.getErrorId())
                .orElseGet(FetchErrorDetailsResponse::getDefaultInstance);
    }

    ArtifactStatusesResponse artifactStatus(Caller caller, ArtifactStatusesRequest request) {
        Session session = sessions.getOrCreate(caller.identity(), caller.observed(), caller.wishes());
        ArtifactStatusesResponse.Builder response = ArtifactStatusesResponse.newBuilder()
                .setSessionId(session.sessionId())
                .setServerSideSessionId(session.serverSessionId());
        return session.withEngine(engine -> {
            for (String name : request.getNamesList()) {
                response.putStatuses(
                        name,
                        ArtifactStatus.newBuilder()
                                .setExists(engine.artifacts().exists(name))
                                .build());
            }
            return response.build();
        });
    }

    CloneSessionResponse cloneSession(Caller caller, CloneSessionRequest request) {
        // Unlike elsewhere, an empty observed id says nothing here.
        Session source = sessions.get(caller.identity(), caller.observed().filter(id -> !id.isEmpty()));
        Session copy = sessions.copy(
                source,
                request.hasNewSessionId()
                        ? request.getNewSessionId()
                        : UUID.randomUUID().toString());
        return CloneSessionResponse.newBuilder()
                .setSessionId(source.sessionId())
                .setServerSideSessionId(source.serverSessionId())
                .setNewSessionId(copy.sessionId())
                .setNewServerSideSessionId(copy.serverSessionId())
                .build();
    }

    ReleaseSessionResponse release(Caller caller, ReleaseSessionRequest request) {
        ReleaseSessionResponse.Builder response =
                ReleaseSessionResponse.newBuilder().setSessionId(request.getSessionId());
        sessions.release(caller.identity(), request.getAllowReconnect())
                .ifPresent(session -> response.setServerSideSessionId(session.serverSessionId()));
        return response.build();
    }
}
