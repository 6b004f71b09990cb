package dev.kiln.server;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.kiln.protocol.DataType;
import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanRequest.RequestOption;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.ReattachExecuteRequest;
import dev.kiln.protocol.ReattachOptions;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.ReleaseExecuteRequest;
import dev.kiln.protocol.ResultChunkingOptions;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SparkConnectServiceGrpc;
import dev.kiln.protocol.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import dev.kiln.protocol.SparkConnectServiceGrpc.SparkConnectServiceStub;
import dev.kiln.protocol.UserContext;
import dev.kiln.spi.config.Configuration;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A server over a fake engine on a real port, with a client that speaks the raw protocol. */
final class TestServer implements AutoCloseable {
    static final String USER = "ada";

    final FakeEngine engine;
    final KilnServer server;
    final ManagedChannel channel;
    final String session = UUID.randomUUID().toString();

    TestServer(FakeEngine engine, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("kiln.server.port", "0", "kiln.server.drainTime", "0s"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        this.engine = engine;
        this.server = KilnServer.start(Configuration.of(all, ServerConfig.keys()), engine);
        this.channel = newChannel();
    }

    ManagedChannel newChannel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .maxInboundMessageSize(128 << 20)
                .build();
    }

    SparkConnectServiceBlockingStub stub() {
        return SparkConnectServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    SparkConnectServiceStub asyncStub() {
        return SparkConnectServiceGrpc.newStub(channel);
    }

    static UserContext user() {
        return UserContext.newBuilder().setUserId(USER).build();
    }

    static Plan sql(String query) {
        return Plan.newBuilder()
                .setRoot(Relation.newBuilder().setSql(SQL.newBuilder().setQuery(query)))
                .build();
    }

    static ExecutePlanResponse.Builder schema() {
        return ExecutePlanResponse.newBuilder()
                .setSchema(DataType.newBuilder().setStruct(DataType.Struct.getDefaultInstance()));
    }

    static ExecutePlanResponse.Builder batch(int rows, int bytes) {
        return batch(rows, ByteString.copyFrom(new byte[bytes]));
    }

    static ExecutePlanResponse.Builder batch(int rows, ByteString data) {
        return ExecutePlanResponse.newBuilder()
                .setArrowBatch(ExecutePlanResponse.ArrowBatch.newBuilder()
                        .setRowCount(rows)
                        .setData(data));
    }

    ExecutePlanRequest.Builder execute(String query) {
        return ExecutePlanRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(user())
                .setPlan(sql(query));
    }

    ExecutePlanRequest.Builder reattachable(String query, String operationId) {
        return execute(query)
                .setOperationId(operationId)
                .addRequestOptions(RequestOption.newBuilder()
                        .setReattachOptions(ReattachOptions.newBuilder().setReattachable(true)));
    }

    static RequestOption chunking(long preferred) {
        return RequestOption.newBuilder()
                .setResultChunkingOptions(ResultChunkingOptions.newBuilder()
                        .setAllowArrowBatchChunking(true)
                        .setPreferredArrowChunkSize(preferred))
                .build();
    }

    ReattachExecuteRequest.Builder reattach(String operationId) {
        return ReattachExecuteRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(user())
                .setOperationId(operationId);
    }

    ReleaseExecuteRequest.Builder release(String operationId) {
        return ReleaseExecuteRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(user())
                .setOperationId(operationId);
    }

    static List<ExecutePlanResponse> all(Iterator<ExecutePlanResponse> responses) {
        List<ExecutePlanResponse> list = new java.util.ArrayList<>();
        responses.forEachRemaining(list::add);
        return list;
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    static ErrorInfo errorInfo(StatusRuntimeException error) {
        try {
            return StatusProto.fromThrowable(error).getDetails(0).unpack(ErrorInfo.class);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.close();
    }
}
