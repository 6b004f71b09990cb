package dev.kiln.conformance.hard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.bench.server.ServerProcess;
import dev.kiln.conformance.server.TestServers;
import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SparkConnectServiceGrpc;
import dev.kiln.protocol.UserContext;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.connect.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Garbage in every RPC, and clients that go away in the middle of a result. */
class UnrulyClientTest {
    /** Codes that say nothing, or make a client wait and try again. */
    private static final Set<Status.Code> UNCLEAR =
            EnumSet.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED);

    private static final long MEBIBYTE = 1 << 20;

    private ServerProcess server;

    @BeforeEach
    void start() {
        server = TestServers.startKiln("512m", TestServers.newDirectory("unruly"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersGarbageWithAClearStatus() throws Exception {
        try (RawChannel client = new RawChannel(server.port())) {
            for (String method : RawChannel.methods()) {
                for (byte[] request : garbage()) {
                    Status status = client.call(method, request);

                    assertThat(status.getCode()).as("%s: %s", method, status).isNotIn(UNCLEAR);
                }
            }
        }
        assertThat(server.isAlive()).isTrue();
        assertStillWorks();
    }

    /** Random bytes, nothing, and messages that are right in form and make no sense. */
    private static List<byte[]> garbage() {
        Random random = new Random(42);
        List<byte[]> requests = new ArrayList<>();
        requests.add(new byte[0]);
        for (int length : List.of(1, 10, 1_000, 100_000)) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            requests.add(bytes);
        }
        ExecutePlanRequest valid = query("SELECT 1");
        byte[] bytes = valid.toByteArray();
        requests.add(java.util.Arrays.copyOf(bytes, bytes.length - 3));
        requests.add(valid.toBuilder().setSessionId("not a uuid").build().toByteArray());
        requests.add(valid.toBuilder().clearPlan().build().toByteArray());
        requests.add(valid.toBuilder().setOperationId("x").build().toByteArray());
        requests.add(valid.toBuilder()
                .setPlan(Plan.newBuilder().setRoot(Relation.getDefaultInstance()))
                .build()
                .toByteArray());
        return requests;
    }

    @Test
    void survivesClientsThatGoAwayDuringAResult() {
        try (RawChannel patient = new RawChannel(server.port())) {
            for (int i = 0; i < 30; i++) {
                try (RawChannel client = new RawChannel(server.port())) {
                    Iterator<ExecutePlanResponse> responses = SparkConnectServiceGrpc.newBlockingStub(client.channel())
                            .executePlan(query("SELECT id, repeat('x', 200) AS t FROM range(5000000)"));
                    assertThat(responses.next().getSessionId()).isNotEmpty();
                }
            }
            assertThat(server.peakMemory().orElse(0)).isLessThan(3_000 * MEBIBYTE);
            Iterator<ExecutePlanResponse> responses =
                    SparkConnectServiceGrpc.newBlockingStub(patient.channel()).executePlan(query("SELECT 1"));
            long rows = 0;
            while (responses.hasNext()) {
                rows += responses.next().getArrowBatch().getRowCount();
            }
            assertThat(rows).isEqualTo(1);
        }
        assertStillWorks();
    }

    private void assertStillWorks() {
        try (SparkSession session =
                SparkSession.builder().remote(server.address()).create()) {
            assertThat(session.sql("SELECT sum(id) FROM range(10)").head().getLong(0))
                    .isEqualTo(45);
        }
    }

    private static ExecutePlanRequest query(String sql) {
        return ExecutePlanRequest.newBuilder()
                .setSessionId(UUID.randomUUID().toString())
                .setUserContext(UserContext.newBuilder().setUserId("unruly"))
                .setPlan(Plan.newBuilder()
                        .setRoot(Relation.newBuilder().setSql(SQL.newBuilder().setQuery(sql))))
                .build();
    }
}
