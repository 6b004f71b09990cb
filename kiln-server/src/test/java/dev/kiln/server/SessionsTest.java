package dev.kiln.server;

import static dev.kiln.server.ErrorAssert.assertCondition;
import static dev.kiln.server.Eventually.eventually;
import static dev.kiln.server.TestServer.all;
import static dev.kiln.server.TestServer.newId;
import static dev.kiln.server.TestServer.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.CloneSessionRequest;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.FetchErrorDetailsRequest;
import dev.kiln.protocol.InterruptRequest;
import dev.kiln.protocol.KeyValue;
import dev.kiln.protocol.ReleaseSessionRequest;
import dev.kiln.protocol.ReleaseSessionResponse;
import dev.kiln.protocol.UserContext;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final FakeEngine engine =
            new FakeEngine().on("works", (sink, operation) -> operation.workUntilInterrupted());
    private Optional<TestServer> opened = Optional.empty();

    private TestServer server(String... settings) {
        opened = Optional.of(new TestServer(engine, settings));
        return opened.get();
    }

    @AfterEach
    void close() {
        opened.ifPresent(TestServer::close);
        assertThat(engine.sessions).allMatch(session -> session.closed);
    }

    private static ConfigRequest.Builder set(String user, String session) {
        return ConfigRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(UserContext.newBuilder().setUserId(user))
                .setOperation(ConfigRequest.Operation.newBuilder()
                        .setSet(ConfigRequest.Set.newBuilder()
                                .addPairs(KeyValue.newBuilder().setKey("k").setValue("v"))));
    }

    private static AnalyzePlanRequest.Builder version(String session) {
        return AnalyzePlanRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(user())
                .setSparkVersion(AnalyzePlanRequest.SparkVersion.getDefaultInstance());
    }

    private static ReleaseSessionRequest.Builder release(String session) {
        return ReleaseSessionRequest.newBuilder().setSessionId(session).setUserContext(user());
    }

    @Test
    void keepsOneSessionPerUserAndId() {
        TestServer server = server();
        String id = newId();
        String first = server.stub().config(set("ada", id).build()).getServerSideSessionId();
        String same = server.stub().config(set("ada", id).build()).getServerSideSessionId();
        String other = server.stub().config(set("", id).build()).getServerSideSessionId();

        assertThat(first).isEqualTo(same).isNotEqualTo(other).isNotEqualTo(id);
        assertThat(engine.sessions).hasSize(2);
        server.stub().releaseSession(release(id).build());
        assertThat(server.stub().config(set("", id).build()).getServerSideSessionId())
                .isEqualTo(other);
    }

    @Test
    void checksIdsAsLenientlyAsJava() {
        TestServer server = server();
        server.stub().config(set("ada", "1-1-1-1-1").build());
        StatusRuntimeException error =
                assertCondition(() -> server.stub().config(set("ada", "abc").build()), "INVALID_HANDLE.FORMAT");
        assertThat(TestServer.errorInfo(error).getMetadataMap())
                .containsEntry("messageParameters", "{\"handle\":\"abc\"}")
                .doesNotContainKey("errorId");
        assertThat(engine.sessions).hasSize(1);
    }

    @Test
    void refusesClientsThatKnowAnotherSession() {
        TestServer server = server();
        String id = newId();
        var response = server.stub().analyzePlan(version(id).build());
        var same = version(id).setClientObservedServerSideSessionId(response.getServerSideSessionId());
        assertThat(server.stub().analyzePlan(same.build()).getServerSideSessionId())
                .isEqualTo(response.getServerSideSessionId());
        for (String observed : new String[] {newId(), ""}) {
            assertCondition(
                    () -> server.stub()
                            .analyzePlan(version(id)
                                    .setClientObservedServerSideSessionId(observed)
                                    .build()),
                    "INVALID_HANDLE.SESSION_CHANGED");
        }
    }

    @Test
    void remembersReleasedSessions() {
        TestServer server = server();
        String id = newId();
        String serverId = server.stub().analyzePlan(version(id).build()).getServerSideSessionId();
        ReleaseSessionResponse released =
                server.stub().releaseSession(release(id).build());
        assertThat(released.getServerSideSessionId()).isEqualTo(serverId);
        assertThat(server.stub().releaseSession(release(id).build()).getServerSideSessionId())
                .isEmpty();
        assertThat(engine.sessions).allMatch(session -> session.closed);

        assertCondition(() -> server.stub().analyzePlan(version(id).build()), "INVALID_HANDLE.SESSION_CLOSED");
        assertCondition(() -> server.stub().config(set("ada", id).build()), "INVALID_HANDLE.SESSION_CLOSED");
        assertCondition(
                () -> server.stub()
                        .interrupt(InterruptRequest.newBuilder()
                                .setSessionId(id)
                                .setUserContext(user())
                                .build()),
                "INVALID_HANDLE.SESSION_CLOSED");
        assertCondition(
                () -> server.stub()
                        .fetchErrorDetails(FetchErrorDetailsRequest.newBuilder()
                                .setSessionId(id)
                                .setUserContext(user())
                                .build()),
                "INVALID_HANDLE.SESSION_CLOSED");
        assertCondition(
                () -> all(server.stub()
                        .reattachExecute(
                                server.reattach(newId()).setSessionId(id).build())),
                "INVALID_HANDLE.SESSION_CLOSED");
        assertCondition(
                () -> all(server.stub()
                        .executePlan(server.execute("works").setSessionId(id).build())),
                "INVALID_HANDLE.SESSION_CLOSED");
    }

    @Test
    void opensReleasedSessionsAgainIfTheClientSaidSo() {
        TestServer server = server();
        String id = newId();
        String first = server.stub().analyzePlan(version(id).build()).getServerSideSessionId();
        server.stub().releaseSession(release(id).setAllowReconnect(true).build());
        String second = server.stub().analyzePlan(version(id).build()).getServerSideSessionId();
        assertThat(second).isNotEqualTo(first);
        assertThat(engine.sessions.get(0).closed).isTrue();
        assertThat(engine.sessions.get(1).closed).isFalse();
    }

    @Test
    void releasingUnknownSessionsDoesNothing() {
        TestServer server = server();
        ReleaseSessionResponse response =
                server.stub().releaseSession(release("no uuid").build());
        assertThat(response.getSessionId()).isEqualTo("no uuid");
        assertThat(response.getServerSideSessionId()).isEmpty();
        String id = newId();
        server.stub().releaseSession(release(id).build());
        assertThat(server.stub().analyzePlan(version(id).build()).getServerSideSessionId())
                .isNotEmpty();
    }

    @Test
    void releasingStopsOperations() throws Exception {
        TestServer server = server();
        var stream =
                server.stub().executePlan(server.reattachable("works", newId()).build());
        eventually("the operation runs", () -> !engine.operations.isEmpty());
        engine.operation(0).awaitStart();
        server.stub().releaseSession(release(server.session).build());

        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> all(stream)))
                .hasMessageMatching("(?s).*(INVALID_CURSOR.DISCONNECTED|OPERATION_CANCELED).*");
        eventually("the operation stops", () -> engine.openOperations.get() == 0);
        eventually("the engine's session is closed after its last use", () -> engine.sessions.get(0).closed);
    }

    @Test
    void expiresIdleSessionsOnly() throws Exception {
        TestServer server = server("kiln.server.session.idleTimeout", "30ms", "kiln.server.sweepInterval", "5ms");
        String idle = newId();
        server.stub().analyzePlan(version(idle).build());
        var stream =
                server.stub().executePlan(server.reattachable("works", newId()).build());
        eventually("the idle session expires", () -> engine.sessions.get(0).closed);

        assertThat(engine.sessions.get(1).closed).as("the session at work").isFalse();
        assertCondition(() -> server.stub().analyzePlan(version(idle).build()), "INVALID_HANDLE.SESSION_CLOSED");
        engine.operation(0).interrupt();
        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> all(stream)))
                .isNotNull();
        eventually("the other session expires", () -> engine.sessions.get(1).closed);
    }

    @Test
    void opensALimitedNumberOfSessions() {
        TestServer server = server("kiln.server.session.max", "2");
        server.stub().analyzePlan(version(newId()).build());
        String second = newId();
        server.stub().analyzePlan(version(second).build());
        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> server.stub()
                        .analyzePlan(version(newId()).build())))
                .hasMessageContaining("overloaded");
        server.stub().releaseSession(release(second).build());
        server.stub().analyzePlan(version(newId()).build());
    }

    @Test
    void triesAgainAfterASessionCouldNotBeOpened() {
        TestServer server = server();
        engine.opening = identity -> {
            throw new IllegalStateException("no room in the engine");
        };
        String id = newId();
        StatusRuntimeException error = catchThrowableOfType(StatusRuntimeException.class, () -> server.stub()
                .analyzePlan(version(id).build()));
        assertThat(error.getStatus().getDescription()).isEqualTo("no room in the engine");
        assertThat(TestServer.errorInfo(error).getMetadataMap()).doesNotContainKey("errorId");

        engine.opening = identity -> {};
        assertThat(server.stub().analyzePlan(version(id).build()).getServerSideSessionId())
                .isNotEmpty();
    }

    @Test
    void opensOneSessionForCallsAtTheSameTime() throws Exception {
        TestServer server = server();
        CountDownLatch calls = new CountDownLatch(8);
        engine.opening = identity -> {
            try {
                assertThat(calls.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        String id = newId();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(threads.submit(() -> {
                calls.countDown();
                return server.stub().analyzePlan(version(id).build()).getServerSideSessionId();
            }));
        }
        Set<String> serverIds = new HashSet<>();
        for (Future<String> answer : answers) {
            serverIds.add(answer.get(30, TimeUnit.SECONDS));
        }
        threads.shutdownNow();
        assertThat(serverIds).hasSize(1);
        assertThat(engine.sessions).hasSize(1);
    }

    @Test
    void clonesSessions() {
        TestServer server = server();
        String source = newId();
        String target = newId();
        server.stub().config(set("ada", source).build());
        CloneSessionRequest.Builder clone = CloneSessionRequest.newBuilder()
                .setSessionId(source)
                .setUserContext(user())
                .setNewSessionId(target);
        assertThat(server.stub().cloneSession(clone.build())).satisfies(response -> {
            assertThat(response.getSessionId()).isEqualTo(source);
            assertThat(response.getNewSessionId()).isEqualTo(target);
            assertThat(response.getNewServerSideSessionId())
                    .isNotEmpty()
                    .isNotEqualTo(response.getServerSideSessionId());
        });
        assertThat(engine.sessions.get(1).conf).containsEntry("k", "v");

        assertCondition(
                () -> server.stub().cloneSession(clone.build()),
                "INVALID_CLONE_SESSION_REQUEST.TARGET_SESSION_ID_ALREADY_EXISTS");
        server.stub().releaseSession(release(target).build());
        assertCondition(
                () -> server.stub().cloneSession(clone.build()),
                "INVALID_CLONE_SESSION_REQUEST.TARGET_SESSION_ID_ALREADY_CLOSED");
        assertCondition(
                () -> server.stub().cloneSession(clone.setNewSessionId("abc").build()),
                "INVALID_CLONE_SESSION_REQUEST.TARGET_SESSION_ID_FORMAT");
        assertCondition(
                () -> server.stub().cloneSession(clone.setSessionId(newId()).build()),
                "INVALID_HANDLE.SESSION_NOT_FOUND");
    }
}
