package dev.kiln.server.grpc;

import dev.kiln.protocol.AddArtifactsRequest;
import dev.kiln.protocol.AddArtifactsResponse;
import dev.kiln.server.error.FrontDoorErrors;
import dev.kiln.server.error.ThrownAs;
import dev.kiln.server.session.Session;
import dev.kiln.server.session.Sessions;
import dev.kiln.spi.SessionIdentity;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call that uploads artifacts. gRPC calls it from one thread at a time. */
final class AddArtifactsCall implements StreamObserver<AddArtifactsRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(AddArtifactsCall.class);

    private record Started(Session session, ArtifactUpload upload) {}

    private final Sessions sessions;
    private final Calls calls;
    private final StreamObserver<AddArtifactsResponse> client;
    private final long maxBytes;
    private Caller caller = new Caller(new SessionIdentity("", ""), Optional.empty(), Map.of());
    private Optional<Started> started = Optional.empty();
    private boolean over;

    AddArtifactsCall(Sessions sessions, Calls calls, StreamObserver<AddArtifactsResponse> client, long maxBytes) {
        this.sessions = sessions;
        this.calls = calls;
        this.client = client;
        this.maxBytes = maxBytes;
    }

    @Override
    public void onNext(AddArtifactsRequest message) {
        if (over) {
            return;
        }
        try {
            if (started.isEmpty()) {
                caller = Caller.of(message);
                Session session = sessions.getOrCreate(caller.identity(), caller.observed(), caller.wishes());
                started = Optional.of(new Started(session, new ArtifactUpload(maxBytes)));
            }
            started.get().upload().receive(message);
        } catch (Throwable t) {
            fail(t);
        }
    }

    @Override
    public void onCompleted() {
        if (over) {
            return;
        }
        AddArtifactsResponse response;
        try {
            response = deliver(started.orElseThrow(
                    () -> FrontDoorErrors.plain(ThrownAs.ILLEGAL_ARGUMENT, "The artifact upload is empty.")));
        } catch (Throwable t) {
            fail(t);
            return;
        }
        end();
        client.onNext(response);
        client.onCompleted();
    }

    @Override
    public void onError(Throwable thrown) {
        LOG.debug(
                "an artifact upload of session {} broke off", caller.identity().sessionId(), thrown);
        end();
    }

    private static AddArtifactsResponse deliver(Started started) {
        return started.session()
                .withEngine(engine -> AddArtifactsResponse.newBuilder()
                        .addAllArtifacts(started.upload().deliver(engine.artifacts())))
                .setSessionId(started.session().sessionId())
                .setServerSideSessionId(started.session().serverSessionId())
                .build();
    }

    private void fail(Throwable thrown) {
        end();
        client.onError(calls.statusOf(caller, thrown));
    }

    private void end() {
        over = true;
        started.ifPresent(it -> it.upload().close());
        started = Optional.empty();
    }
}
