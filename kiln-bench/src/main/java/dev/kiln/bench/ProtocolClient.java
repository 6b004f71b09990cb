package dev.kiln.bench;

import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SparkConnectServiceGrpc;
import dev.kiln.protocol.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import dev.kiln.protocol.UserContext;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Speaks the bare protocol, without decoding what is in results, so that a server's own time shows. */
final class ProtocolClient implements AutoCloseable {
    private static final int MAX_MESSAGE = 256 << 20;
    private static final int LIMIT_SECONDS = 600;
    private static final UserContext USER =
            UserContext.newBuilder().setUserId("bench").build();

    private final ManagedChannel channel;
    private final String session = UUID.randomUUID().toString();

    /** @param port loopback port of the server */
    ProtocolClient(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(MAX_MESSAGE)
                .build();
    }

    /** Takes in the whole result of a query and returns how many rows its batches say they have. */
    long rows(String sql) {
        ExecutePlanRequest request = ExecutePlanRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(USER)
                .setPlan(Plan.newBuilder()
                        .setRoot(Relation.newBuilder().setSql(SQL.newBuilder().setQuery(sql))))
                .build();
        Iterator<ExecutePlanResponse> responses = calls().executePlan(request);
        long rows = 0;
        while (responses.hasNext()) {
            rows += responses.next().getArrowBatch().getRowCount();
        }
        return rows;
    }

    /** The value of a setting of the session, which is the least that a server can be asked for. */
    String setting(String key) {
        return calls().config(ConfigRequest.newBuilder()
                        .setSessionId(session)
                        .setUserContext(USER)
                        .setOperation(ConfigRequest.Operation.newBuilder()
                                .setGet(ConfigRequest.Get.newBuilder().addKeys(key)))
                        .build())
                .getPairs(0)
                .getValue();
    }

    private SparkConnectServiceBlockingStub calls() {
        return SparkConnectServiceGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
