package dev.kiln.server;

import static dev.kiln.server.ErrorAssert.assertCondition;
import static dev.kiln.server.Eventually.eventually;
import static dev.kiln.server.TestServer.all;
import static dev.kiln.server.TestServer.batch;
import static dev.kiln.server.TestServer.newId;
import static dev.kiln.server.TestServer.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.ReleaseExecuteRequest.ReleaseUntil;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReattachTest {
    private static final int BATCHES = 20;

    private final AtomicInteger produced = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final FakeEngine engine = new FakeEngine()
            .on("batches", (sink, operation) -> {
                sink.accept(schema());
                for (int i = 0; i < BATCHES; i++) {
                    sink.accept(batch(1, 100));
                }
            })
            .on("megabytes", (sink, operation) -> {
                for (int i = 0; i < 64; i++) {
                    sink.accept(batch(1, 1 << 20));
                    produced.incrementAndGet();
                }
            })
            .on("fails late", (sink, operation) -> {
                sink.accept(schema());
                throw new ArithmeticException("divided by nothing");
            })
            .on("waits", (sink, operation) -> {
                sink.accept(schema());
                assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
                sink.accept(batch(1, 100));
            })
            .on("works", (sink, operation) -> operation.workUntilInterrupted());
    private Optional<TestServer> opened = Optional.empty();

    private TestServer server(String... settings) {
        opened = Optional.of(new TestServer(engine, settings));
        return opened.get();
    }

    @AfterEach
    void close() {
        gate.countDown();
        opened.ifPresent(TestServer::close);
        assertThat(engine.openOperations).hasValue(0);
    }

    @Test
    void continuesAfterAnyResponse() {
        TestServer server = server();
        String id = newId();
        List<ExecutePlanResponse> full =
                all(server.stub().executePlan(server.reattachable("batches", id).build()));
        assertThat(full).hasSize(BATCHES + 2);

        assertThat(all(server.stub().reattachExecute(server.reattach(id).build())))
                .isEqualTo(full);
        for (int i = 0; i < full.size(); i++) {
            List<ExecutePlanResponse> rest = all(server.stub()
                    .reattachExecute(server.reattach(id)
                            .setLastResponseId(full.get(i).getResponseId())
                            .build()));
            assertThat(rest).isEqualTo(full.subList(i + 1, full.size()));
        }
        assertCondition(
                () -> all(server.stub()
                        .reattachExecute(
                                server.reattach(id).setLastResponseId(newId()).build())),
                "INVALID_CURSOR.POSITION_NOT_FOUND");
    }

    @Test
    void dropsWhatTheClientReleases() {
        TestServer server = server();
        String id = newId();
        List<ExecutePlanResponse> full =
                all(server.stub().executePlan(server.reattachable("batches", id).build()));

        var release = server.release(id)
                .setReleaseUntil(
                        ReleaseUntil.newBuilder().setResponseId(full.get(4).getResponseId()))
                .build();
        assertThat(server.stub().releaseExecute(release).getOperationId()).isEqualTo(id);

        assertCondition(
                () -> all(server.stub().reattachExecute(server.reattach(id).build())),
                "INVALID_CURSOR.POSITION_NOT_AVAILABLE");
        assertCondition(
                () -> all(server.stub()
                        .reattachExecute(server.reattach(id)
                                .setLastResponseId(full.get(3).getResponseId())
                                .build())),
                "INVALID_CURSOR.POSITION_NOT_AVAILABLE");
        assertThat(all(server.stub()
                        .reattachExecute(server.reattach(id)
                                .setLastResponseId(full.get(4).getResponseId())
                                .build())))
                .isEqualTo(full.subList(5, full.size()));
        assertCondition(
                () -> server.stub()
                        .releaseExecute(server.release(id)
                                .setReleaseUntil(ReleaseUntil.newBuilder().setResponseId(newId()))
                                .build()),
                "INVALID_CURSOR.POSITION_NOT_FOUND");
    }

    @Test
    void keepsALimitedAmountOfSentResponses() {
        TestServer server = server("kiln.server.operation.retainedSize", "1k");
        String id = newId();
        List<ExecutePlanResponse> full =
                all(server.stub().executePlan(server.reattachable("batches", id).build()));

        assertCondition(
                () -> all(server.stub().reattachExecute(server.reattach(id).build())),
                "INVALID_CURSOR.POSITION_NOT_AVAILABLE");
        ExecutePlanResponse beforeLast = full.get(full.size() - 2);
        assertThat(all(server.stub()
                        .reattachExecute(server.reattach(id)
                                .setLastResponseId(beforeLast.getResponseId())
                                .build())))
                .containsExactly(full.get(full.size() - 1));
    }

    @Test
    void cutsStreamsThatCarryTooMuch() {
        TestServer server = server("kiln.server.stream.maxSize", "123");
        String id = newId();
        List<ExecutePlanResponse> responses = new ArrayList<>(
                all(server.stub().executePlan(server.reattachable("batches", id).build())));
        int streams = 1;
        while (responses.isEmpty() || !responses.get(responses.size() - 1).hasResultComplete()) {
            var again = server.reattach(id);
            again.setLastResponseId(responses.get(responses.size() - 1).getResponseId());
            responses.addAll(all(server.stub().reattachExecute(again.build())));
            streams++;
        }
        assertThat(responses).hasSize(BATCHES + 2);
        assertThat(streams).isGreaterThan(BATCHES / 2);
        assertThat(responses).extracting(ExecutePlanResponse::getResponseId).doesNotHaveDuplicates();
    }

    @Test
    void cutsStreamsThatLastTooLong() {
        TestServer server = server("kiln.server.stream.maxDuration", "50ms");
        String id = newId();
        List<ExecutePlanResponse> first =
                all(server.stub().executePlan(server.reattachable("waits", id).build()));
        assertThat(first).hasSize(1);

        String last = first.get(0).getResponseId();
        assertThat(all(server.stub()
                        .reattachExecute(
                                server.reattach(id).setLastResponseId(last).build())))
                .isEmpty();
        gate.countDown();
        List<ExecutePlanResponse> rest = new ArrayList<>();
        while (rest.isEmpty() || !rest.get(rest.size() - 1).hasResultComplete()) {
            String after = rest.isEmpty() ? last : rest.get(rest.size() - 1).getResponseId();
            rest.addAll(all(server.stub()
                    .reattachExecute(
                            server.reattach(id).setLastResponseId(after).build())));
        }
        assertThat(rest).hasSize(2);
    }

    @Test
    void aNewStreamDisconnectsTheOldOne() throws Exception {
        TestServer server = server();
        String id = newId();
        ManualClient<ExecutePlanRequest> old = new ManualClient<>();
        server.asyncStub().executePlan(server.reattachable("waits", id).build(), old);
        old.next();

        var stream = server.stub().reattachExecute(server.reattach(id).build());
        assertThat(stream.next().hasSchema()).isTrue();
        assertCondition((StatusRuntimeException) old.awaitError(), "INVALID_CURSOR.DISCONNECTED");
        gate.countDown();
        assertThat(all(stream)).hasSize(2);
    }

    @Test
    void repeatsTheErrorToEveryStream() {
        TestServer server = server();
        String id = newId();
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            var stream = i == 0
                    ? server.stub()
                            .executePlan(server.reattachable("fails late", id).build())
                    : server.stub().reattachExecute(server.reattach(id).build());
            assertThat(stream.next().hasSchema()).isTrue();
            StatusRuntimeException error = catchThrowableOfType(StatusRuntimeException.class, () -> stream.hasNext());
            messages.add(error.getStatus().getDescription());
        }
        assertThat(messages).containsOnly("divided by nothing");
        assertThat(engine.operations).hasSize(1);
    }

    @Test
    void aSlowClientStopsTheProducer() throws Exception {
        TestServer server = server("kiln.server.operation.unsentSize", "4m");
        ManualClient<ExecutePlanRequest> client = new ManualClient<>();
        server.asyncStub().executePlan(server.reattachable("megabytes", newId()).build(), client);
        client.next();
        eventually("the producer runs ahead", () -> produced.get() >= 4);

        // One response is with the client, a few are in the transport, and four wait in the buffer.
        int reached = settled(produced);
        assertThat(reached).isBetween(4, 12);
        for (int i = 0; i < 20; i++) {
            client.next();
        }
        eventually("the producer goes on", () -> produced.get() >= reached + 19);
        assertThat(settled(produced)).isBetween(reached + 19, reached + 21);
        client.awaitEnd();
        assertThat(produced).hasValue(64);
    }

    @Test
    void aClientThatHungUpComesBackForTheRest() throws Exception {
        TestServer server = server("kiln.server.operation.unsentSize", "4m");
        String id = newId();
        ManualClient<ExecutePlanRequest> client = new ManualClient<>();
        server.asyncStub().executePlan(server.reattachable("megabytes", id).build(), client);
        client.next();
        ExecutePlanResponse second = client.next();
        client.hangUp();

        List<ExecutePlanResponse> rest = all(server.stub()
                .reattachExecute(server.reattach(id)
                        .setLastResponseId(second.getResponseId())
                        .build()));
        assertThat(rest).hasSize(63);
        assertThat(rest.get(0).getArrowBatch().getStartOffset()).isEqualTo(2);
        assertThat(rest.get(62).hasResultComplete()).isTrue();
    }

    @Test
    void givesUpOperationsWithoutClients() throws Exception {
        TestServer server =
                server("kiln.server.operation.detachedTimeout", "20ms", "kiln.server.sweepInterval", "10ms");
        String id = newId();
        ManualClient<ExecutePlanRequest> client = new ManualClient<>();
        server.asyncStub().executePlan(server.reattachable("works", id).build(), client);
        eventually("the operation runs", () -> !engine.operations.isEmpty());
        assertThat(settled(engine.openOperations)).isEqualTo(1);
        client.hangUp();

        eventually("the operation is given up", () -> engine.openOperations.get() == 0);
        assertThat(engine.operation(0).wasInterrupted()).isTrue();
        assertCondition(
                () -> all(server.stub().reattachExecute(server.reattach(id).build())),
                "INVALID_HANDLE.OPERATION_ABANDONED");
        assertCondition(
                () -> all(server.stub()
                        .executePlan(server.reattachable("works", id).build())),
                "INVALID_HANDLE.OPERATION_ABANDONED");
    }

    @Test
    void operationsThatAreNotReattachableEndWithTheirStream() throws Exception {
        TestServer server = server();
        String id = newId();
        ManualClient<ExecutePlanRequest> client = new ManualClient<>();
        server.asyncStub()
                .executePlan(server.execute("works").setOperationId(id).build(), client);
        eventually("the operation runs", () -> !engine.operations.isEmpty());

        assertCondition(
                () -> all(server.stub().reattachExecute(server.reattach(id).build())),
                "INVALID_CURSOR.NOT_REATTACHABLE");
        assertCondition(
                () -> server.stub()
                        .releaseExecute(server.release(id)
                                .setReleaseUntil(ReleaseUntil.newBuilder().setResponseId(newId()))
                                .build()),
                "INVALID_CURSOR.NOT_REATTACHABLE");
        client.hangUp();
        eventually("the operation stops", () -> engine.openOperations.get() == 0);
        assertThat(engine.operation(0).wasInterrupted()).isTrue();
        assertCondition(
                () -> all(server.stub().reattachExecute(server.reattach(id).build())),
                "INVALID_HANDLE.OPERATION_NOT_FOUND");
    }

    /** A counter's value once it has stopped changing. */
    private static int settled(AtomicInteger counter) throws InterruptedException {
        int last = -1;
        for (int same = 0; same < 10; ) {
            int now = counter.get();
            same = now == last ? same + 1 : 0;
            last = now;
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return last;
    }
}
