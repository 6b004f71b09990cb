package dev.kiln.server;

import static dev.kiln.server.ErrorAssert.assertCondition;
import static dev.kiln.server.Eventually.eventually;
import static dev.kiln.server.TestServer.all;
import static dev.kiln.server.TestServer.batch;
import static dev.kiln.server.TestServer.newId;
import static dev.kiln.server.TestServer.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.GetStatusRequest;
import dev.kiln.protocol.GetStatusRequest.OperationStatusRequest;
import dev.kiln.protocol.GetStatusResponse.OperationStatus;
import dev.kiln.protocol.GetStatusResponse.OperationStatus.OperationState;
import dev.kiln.protocol.InterruptRequest;
import dev.kiln.protocol.InterruptRequest.InterruptType;
import dev.kiln.protocol.ReleaseExecuteRequest.ReleaseAll;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptTest {
    private final FakeEngine engine = new FakeEngine()
            .on("works", (sink, operation) -> operation.workUntilInterrupted())
            .on("floods", (sink, operation) -> {
                while (true) {
                    sink.accept(batch(1, 1 << 20));
                }
            })
            .on("fails", (sink, operation) -> {
                throw new IllegalStateException("no");
            });
    private Optional<TestServer> opened = Optional.empty();

    private TestServer server(String... settings) {
        opened = Optional.of(new TestServer(engine, settings));
        return opened.get();
    }

    @AfterEach
    void close() {
        opened.ifPresent(TestServer::close);
        assertThat(engine.openOperations).hasValue(0);
    }

    private static InterruptRequest.Builder interrupt(TestServer server, InterruptType type) {
        return InterruptRequest.newBuilder()
                .setSessionId(server.session)
                .setUserContext(user())
                .setInterruptType(type);
    }

    private static void assertCanceled(Iterator<ExecutePlanResponse> stream) {
        assertCondition(() -> all(stream), "OPERATION_CANCELED");
    }

    private Iterator<ExecutePlanResponse> start(TestServer server, String id, String... tags) throws Exception {
        int before = engine.operations.size();
        var stream = server.stub()
                .executePlan(server.reattachable("works", id)
                        .addAllTags(List.of(tags))
                        .build());
        eventually("the operation exists", () -> engine.operations.size() > before);
        engine.operation(before).awaitStart();
        return stream;
    }

    @Test
    void interruptsOneOperation() throws Exception {
        TestServer server = server();
        String id = newId();
        var stream = start(server, id);
        String other = newId();
        var otherStream = start(server, other);
        InterruptRequest one = interrupt(server, InterruptType.INTERRUPT_TYPE_OPERATION_ID)
                .setOperationId(id)
                .build();

        assertThat(server.stub().interrupt(one).getInterruptedIdsList()).containsExactly(id);
        assertCanceled(stream);
        assertThat(server.stub().interrupt(one).getInterruptedIdsList()).isEmpty();
        assertCanceled(server.stub().reattachExecute(server.reattach(id).build()));
        assertThat(engine.operation(1).wasInterrupted()).isFalse();
        assertThat(server.stub()
                        .interrupt(interrupt(server, InterruptType.INTERRUPT_TYPE_ALL)
                                .build())
                        .getInterruptedIdsList())
                .containsExactly(other);
        assertCanceled(otherStream);
    }

    @Test
    void interruptsByTag() throws Exception {
        TestServer server = server();
        String first = newId();
        String second = newId();
        var firstStream = start(server, first, "red", "blue");
        var secondStream = start(server, second, "blue");
        InterruptRequest.Builder tag = interrupt(server, InterruptType.INTERRUPT_TYPE_TAG);

        assertThat(server.stub().interrupt(tag.setOperationTag("green").build()).getInterruptedIdsList())
                .isEmpty();
        assertThat(server.stub().interrupt(tag.setOperationTag("red").build()).getInterruptedIdsList())
                .containsExactly(first);
        assertThat(server.stub().interrupt(tag.setOperationTag("blue").build()).getInterruptedIdsList())
                .containsExactly(second);
        assertCanceled(firstStream);
        assertCanceled(secondStream);
        assertThat(engine.requests.get(0).tags()).containsExactlyInAnyOrder("red", "blue");
    }

    @Test
    void wakesAProducerThatWaitsForItsClient() throws Exception {
        TestServer server = server("kiln.server.operation.unsentSize", "1m");
        ManualClient<ExecutePlanRequest> client = new ManualClient<>();
        server.asyncStub().executePlan(server.reattachable("floods", newId()).build(), client);
        client.next();
        server.stub()
                .interrupt(interrupt(server, InterruptType.INTERRUPT_TYPE_ALL).build());
        eventually("the producer stops", () -> engine.openOperations.get() == 0);
        assertCondition((StatusRuntimeException) client.awaitError(), "OPERATION_CANCELED");
    }

    @Test
    void interruptsOperationsThatWaitForAWorker() throws Exception {
        TestServer server = server("kiln.server.operation.maxRunning", "1");
        var running = start(server, newId());
        String waiting = newId();
        var waitingStream =
                server.stub().executePlan(server.reattachable("works", waiting).build());
        InterruptRequest one = interrupt(server, InterruptType.INTERRUPT_TYPE_OPERATION_ID)
                .setOperationId(waiting)
                .build();
        eventually("the operation waits", () -> server.stub().interrupt(one).getInterruptedIdsCount() == 1);
        assertCanceled(waitingStream);
        assertThat(engine.operations).hasSize(1);
        server.stub()
                .interrupt(interrupt(server, InterruptType.INTERRUPT_TYPE_ALL).build());
        assertCanceled(running);
    }

    @Test
    void doesNotRunWhatWasInterruptedWhileBeingPlanned() throws Exception {
        TestServer server = server();
        CountDownLatch planning = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        engine.preparing = request -> {
            planning.countDown();
            try {
                assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        String id = newId();
        var stream = server.stub().executePlan(server.reattachable("works", id).build());
        assertThat(planning.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(server.stub()
                        .interrupt(interrupt(server, InterruptType.INTERRUPT_TYPE_ALL)
                                .build())
                        .getInterruptedIdsList())
                .containsExactly(id);
        assertCanceled(stream);
        gate.countDown();
        eventually("the plan is dropped", () -> engine.operations.size() == 1 && engine.openOperations.get() == 0);
        assertThat(engine.operation(0).hasStarted()).isFalse();
    }

    @Test
    void refusesOperationsThatNobodyCouldRun() throws Exception {
        TestServer server = server("kiln.server.operation.maxRunning", "1", "kiln.server.operation.maxWaiting", "1");
        List<Iterator<ExecutePlanResponse>> streams = new ArrayList<>();
        streams.add(start(server, newId()));
        List<String> refusals = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            var stream = server.stub()
                    .executePlan(server.reattachable("works", newId()).build());
            if (i == 0) {
                eventually(
                        "the first one waits",
                        () -> server.stub().getStatus(status(server).build()).getOperationStatusesCount() == 2);
                streams.add(stream);
            } else {
                StatusRuntimeException error =
                        catchThrowableOfType(StatusRuntimeException.class, () -> stream.hasNext());
                refusals.add(error.getStatus().toString());
            }
        }
        assertThat(refusals).hasSize(2).allSatisfy(refusal -> assertThat(refusal)
                .contains("INTERNAL", "overloaded"));
        server.stub()
                .interrupt(interrupt(server, InterruptType.INTERRUPT_TYPE_ALL).build());
        streams.forEach(InterruptTest::assertCanceled);
    }

    @Test
    void checksWhatToInterrupt() {
        TestServer server = server();
        assertCondition(
                () -> server.stub()
                        .interrupt(interrupt(server, InterruptType.INTERRUPT_TYPE_TAG)
                                .build()),
                "INVALID_PARAMETER_VALUE.INTERRUPT_TYPE_TAG_REQUIRES_TAG");
        assertCondition(
                () -> server.stub()
                        .interrupt(interrupt(server, InterruptType.INTERRUPT_TYPE_OPERATION_ID)
                                .build()),
                "INVALID_PARAMETER_VALUE.INTERRUPT_TYPE_OPERATION_ID_REQUIRES_ID");
        assertCondition(
                () -> server.stub()
                        .interrupt(interrupt(server, InterruptType.INTERRUPT_TYPE_UNSPECIFIED)
                                .build()),
                "UNSUPPORTED_FEATURE.INTERRUPT_TYPE");
    }

    @Test
    void checksTags() {
        TestServer server = server();
        for (String tag : List.of("", "a,b")) {
            StatusRuntimeException error = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> all(server.stub()
                            .executePlan(server.execute("x").addTags(tag).build())));
            assertThat(TestServer.errorInfo(error).getReason()).isEqualTo("java.lang.IllegalArgumentException");
        }
    }

    private static GetStatusRequest.Builder status(TestServer server, String... ids) {
        return GetStatusRequest.newBuilder()
                .setSessionId(server.session)
                .setUserContext(user())
                .setOperationStatus(OperationStatusRequest.newBuilder().addAllOperationIds(List.of(ids)));
    }

    private static Map<String, OperationState> states(TestServer server, String... ids) {
        Map<String, OperationState> states = new HashMap<>();
        for (OperationStatus status :
                server.stub().getStatus(status(server, ids).build()).getOperationStatusesList()) {
            states.put(status.getOperationId(), status.getState());
        }
        return states;
    }

    @Test
    void tellsHowOperationsStand() throws Exception {
        TestServer server = server();
        String succeeds = newId();
        String fails = newId();
        String canceled = newId();
        String unknown = newId();
        assertCondition(() -> states(server), "INVALID_HANDLE.SESSION_NOT_FOUND");
        var stream = start(server, canceled);
        all(server.stub().executePlan(server.reattachable("nothing", succeeds).build()));
        assertThat(catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> all(server.stub()
                                .executePlan(server.reattachable("fails", fails).build()))))
                .isNotNull();

        assertThat(states(server))
                .containsOnly(
                        Map.entry(canceled, OperationState.OPERATION_STATE_RUNNING),
                        Map.entry(succeeds, OperationState.OPERATION_STATE_TERMINATING),
                        Map.entry(fails, OperationState.OPERATION_STATE_TERMINATING));
        for (String id : List.of(succeeds, fails, canceled)) {
            server.stub()
                    .releaseExecute(server.release(id)
                            .setReleaseAll(ReleaseAll.getDefaultInstance())
                            .build());
        }
        assertThat(states(server, succeeds, fails, canceled, unknown))
                .containsOnly(
                        Map.entry(succeeds, OperationState.OPERATION_STATE_SUCCEEDED),
                        Map.entry(fails, OperationState.OPERATION_STATE_FAILED),
                        Map.entry(canceled, OperationState.OPERATION_STATE_CANCELLED),
                        Map.entry(unknown, OperationState.OPERATION_STATE_UNKNOWN));
        assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> all(stream)))
                .isNotNull();
        assertThat(server.stub()
                        .getStatus(status(server).clearOperationStatus().build())
                        .getOperationStatusesList())
                .isEmpty();
    }
}
