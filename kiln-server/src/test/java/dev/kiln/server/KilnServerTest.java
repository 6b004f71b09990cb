package dev.kiln.server;

import static dev.kiln.server.ErrorAssert.assertCondition;
import static dev.kiln.server.Eventually.eventually;
import static dev.kiln.server.TestServer.all;
import static dev.kiln.server.TestServer.batch;
import static dev.kiln.server.TestServer.newId;
import static dev.kiln.server.TestServer.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Limit;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SparkConnectServiceGrpc;
import dev.kiln.spi.config.Configuration;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KilnServerTest {
    private final FakeEngine engine = new FakeEngine();

    @Test
    void saysWhenThePortIsTaken() {
        try (TestServer server = new TestServer(engine)) {
            FakeEngine second = new FakeEngine();
            Configuration config = Configuration.of(
                    Map.of("kiln.server.port", Integer.toString(server.server.port())), ServerConfig.keys());
            assertThatThrownBy(() -> KilnServer.start(config, second))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + server.server.port() + ": ")
                    .hasMessageContaining("in use");
            assertThat(second.closed).isTrue();
        }
        assertThat(engine.closed).isTrue();
    }

    @Test
    void serves64SessionsAtOnce() throws Exception {
        CountDownLatch together = new CountDownLatch(64);
        engine.on("meet", (sink, operation) -> {
            sink.accept(schema());
            together.countDown();
            assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 10; i++) {
                sink.accept(batch(1, 10_000));
            }
        });
        try (TestServer server = new TestServer(engine)) {
            List<Iterator<ExecutePlanResponse>> streams = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                streams.add(server.stub()
                        .executePlan(server.reattachable("meet", newId())
                                .setSessionId(newId())
                                .build()));
            }
            for (Iterator<ExecutePlanResponse> stream : streams) {
                assertThat(all(stream)).hasSize(12);
            }
            assertThat(engine.sessions).hasSize(64);
        }
        assertThat(engine.openOperations).hasValue(0);
    }

    @Test
    void letsRunningOperationsFinishWhenStopped() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        engine.on("finishes", (sink, operation) -> {
            sink.accept(schema());
            assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
            sink.accept(batch(1, 10));
        });
        TestServer server = new TestServer(engine, "kiln.server.drainTime", "30s");
        var stream = server.stub()
                .executePlan(server.reattachable("finishes", newId()).build());
        assertThat(stream.next().hasSchema()).isTrue();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(server.server::close);
        assertThat(engine.closed).isFalse();
        gate.countDown();
        assertThat(all(stream)).hasSize(2);
        stopped.get(30, TimeUnit.SECONDS);
        assertThat(engine.closed).isTrue();
        server.close();
    }

    @Test
    void interruptsOperationsThatOutlastTheDrainTime() throws Exception {
        engine.on("works", (sink, operation) -> operation.workUntilInterrupted());
        TestServer server = new TestServer(engine, "kiln.server.drainTime", "50ms");
        var stream =
                server.stub().executePlan(server.reattachable("works", newId()).build());
        eventually("the operation runs", () -> !engine.operations.isEmpty());
        engine.operation(0).awaitStart();
        server.server.close();
        assertCondition(() -> all(stream), "OPERATION_CANCELED");
        assertThat(engine.openOperations).hasValue(0);
        assertThat(engine.sessions).allMatch(session -> session.closed);
        server.close();
    }

    @Test
    void letsOnlyHoldersOfTheTokenIn() {
        try (TestServer server = new TestServer(engine, "kiln.server.token", "secret")) {
            for (String header : List.of("authorization", "authentication")) {
                Metadata right = headers(header, "Bearer secret");
                assertThat(all(server.stub()
                                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(right))
                                .executePlan(server.execute("x").build())))
                        .isEmpty();
            }
            for (Metadata wrong : List.of(
                    headers("authorization", "Bearer wrong"), headers("authorization", "secret"), new Metadata())) {
                StatusRuntimeException error = catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> all(server.stub()
                                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(wrong))
                                .executePlan(server.execute("x").build())));
                assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            }
            assertThat(engine.requests).hasSize(2);
        }
    }

    private static Metadata headers(String name, String value) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        return headers;
    }

    @Test
    void answersGarbageInEveryCallWithAStatus() {
        Random random = new Random(7);
        try (TestServer server = new TestServer(engine)) {
            for (MethodDescriptor<?, ?> method :
                    SparkConnectServiceGrpc.getServiceDescriptor().getMethods()) {
                for (int size : new int[] {0, 1, 10, 1000, 100_000}) {
                    byte[] garbage = new byte[size];
                    random.nextBytes(garbage);
                    StatusRuntimeException error = catchThrowableOfType(
                            StatusRuntimeException.class, () -> send(server.channel, method, garbage));
                    if (error != null && error.getStatus().getCode() != Status.Code.INTERNAL) {
                        assertThat(error.getStatus().getCode())
                                .as("%s with %d bytes", method.getFullMethodName(), size)
                                .isEqualTo(Status.Code.UNKNOWN);
                        assertThat(error.getStatus().getDescription()).contains("not a message");
                    }
                }
            }
            assertThat(all(server.stub()
                            .executePlan(server.reattachable("x", newId()).build())))
                    .hasSize(1);
            assertThat(engine.openOperations).hasValue(0);
        }
    }

    @Test
    void readsPlansThatNestDeeply() {
        try (TestServer server = new TestServer(engine)) {
            assertThat(all(server.stub()
                            .executePlan(server.execute("").setPlan(nested(450)).build())))
                    .isEmpty();
            assertThat(engine.requests.get(0).plan()).isEqualTo(nested(450));
            StatusRuntimeException error = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> all(server.stub()
                            .executePlan(server.execute("").setPlan(nested(600)).build())));
            assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
            assertThat(error.getStatus().getDescription()).contains("1024 levels");
        }
    }

    /** Every limit adds two levels of messages. */
    private static Plan nested(int limits) {
        Relation relation = TestServer.sql("x").getRoot();
        for (int i = 0; i < limits; i++) {
            relation = Relation.newBuilder()
                    .setLimit(Limit.newBuilder().setInput(relation).setLimit(1))
                    .build();
        }
        return Plan.newBuilder().setRoot(relation).build();
    }

    private static void send(ManagedChannel channel, MethodDescriptor<?, ?> method, byte[] request) {
        MethodDescriptor<byte[], byte[]> raw = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName(method.getFullMethodName())
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        Iterator<byte[]> responses = ClientCalls.blockingServerStreamingCall(
                channel, raw, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS), request);
        responses.forEachRemaining(response -> {});
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
