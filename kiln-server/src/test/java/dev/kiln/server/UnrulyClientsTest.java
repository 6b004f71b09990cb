package dev.kiln.server;

import static dev.kiln.server.Eventually.eventually;
import static dev.kiln.server.TestServer.batch;
import static dev.kiln.server.TestServer.newId;
import static dev.kiln.server.TestServer.schema;
import static dev.kiln.server.TestServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.InterruptRequest;
import dev.kiln.protocol.InterruptRequest.InterruptType;
import dev.kiln.protocol.ReleaseExecuteRequest.ReleaseAll;
import dev.kiln.protocol.ReleaseExecuteRequest.ReleaseUntil;
import dev.kiln.protocol.ReleaseSessionRequest;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many clients that are cut off, hang up, come back, interrupt and leave, all at once. */
class UnrulyClientsTest {
    private static final int CLIENTS = 16;
    private static final int BATCHES = 50;

    private final FakeEngine engine = new FakeEngine().on("batches", (sink, operation) -> {
        sink.accept(schema());
        for (int i = 0; i < BATCHES; i++) {
            sink.accept(batch(1, 20_000));
        }
    });

    @Test
    void getEverythingOnceAndLeaveNothingBehind() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (TestServer server = new TestServer(
                engine,
                "kiln.server.stream.maxSize",
                "100k",
                "kiln.server.stream.maxDuration",
                "20ms",
                "kiln.server.operation.unsentSize",
                "100k",
                "kiln.server.progressInterval",
                "1ms",
                "kiln.server.sweepInterval",
                "3ms")) {
            List<Future<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(client(server, i)));
            }
            for (Future<Void> client : clients) {
                client.get(60, TimeUnit.SECONDS);
            }
            eventually("all operations are closed", () -> engine.openOperations.get() == 0);
            eventually(
                    "released sessions are closed",
                    () -> engine.sessions.stream()
                                    .filter(session -> session.closed)
                                    .count()
                            >= CLIENTS);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> client(TestServer server, int seed) {
        Random random = new Random(seed);
        return () -> {
            for (int round = 0; round < 3; round++) {
                String session = newId();
                readWithInterruptions(server, session, random);
                interruptSomewhere(server, session, random);
                server.stub()
                        .releaseSession(ReleaseSessionRequest.newBuilder()
                                .setSessionId(session)
                                .setUserContext(user())
                                .build());
            }
            return null;
        };
    }

    /** Hangs up at random and comes back, until everything is there. */
    private static void readWithInterruptions(TestServer server, String session, Random random) throws Exception {
        String id = newId();
        List<ExecutePlanResponse> all = new ArrayList<>();
        while (all.isEmpty() || !all.get(all.size() - 1).hasResultComplete()) {
            int patience = random.nextInt(8);
            Optional<String> last = all.isEmpty()
                    ? Optional.empty()
                    : Optional.of(all.get(all.size() - 1).getResponseId());
            Iterator<ExecutePlanResponse> stream = open(server, session, id, last);
            try {
                while (patience-- > 0 && stream.hasNext()) {
                    all.add(stream.next());
                }
            } catch (StatusRuntimeException e) {
                // An earlier call that was given up may be served late and take the place of this one.
                assertThat(e.getStatus().getDescription()).contains("INVALID_CURSOR.DISCONNECTED");
            }
            if (!all.isEmpty() && random.nextBoolean()) {
                server.stub()
                        .releaseExecute(server.release(id)
                                .setSessionId(session)
                                .setReleaseUntil(ReleaseUntil.newBuilder()
                                        .setResponseId(all.get(all.size() - 1).getResponseId()))
                                .build());
            }
        }
        assertThat(all).hasSize(BATCHES + 2);
        assertThat(all).extracting(ExecutePlanResponse::getResponseId).doesNotHaveDuplicates();
        long rows = 0;
        for (ExecutePlanResponse response : all) {
            if (response.hasArrowBatch()) {
                assertThat(response.getArrowBatch().getStartOffset()).isEqualTo(rows);
                rows += response.getArrowBatch().getRowCount();
            }
        }
        assertThat(rows).isEqualTo(BATCHES);
        server.stub()
                .releaseExecute(server.release(id)
                        .setSessionId(session)
                        .setReleaseAll(ReleaseAll.getDefaultInstance())
                        .build());
    }

    private static Iterator<ExecutePlanResponse> open(
            TestServer server, String session, String id, Optional<String> last) {
        if (last.isEmpty()) {
            return server.stub()
                    .executePlan(server.reattachable("batches", id)
                            .setSessionId(session)
                            .build());
        }
        return server.stub()
                .reattachExecute(server.reattach(id)
                        .setSessionId(session)
                        .setLastResponseId(last.get())
                        .build());
    }

    private static void interruptSomewhere(TestServer server, String session, Random random) {
        var stream = server.stub()
                .executePlan(server.reattachable("batches", newId())
                        .setSessionId(session)
                        .build());
        for (int i = random.nextInt(4); i > 0 && stream.hasNext(); i--) {
            stream.next();
        }
        server.stub()
                .interrupt(InterruptRequest.newBuilder()
                        .setSessionId(session)
                        .setUserContext(user())
                        .setInterruptType(InterruptType.INTERRUPT_TYPE_ALL)
                        .build());
        try {
            stream.forEachRemaining(response -> {});
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getDescription()).contains("OPERATION_CANCELED");
        }
    }
}
