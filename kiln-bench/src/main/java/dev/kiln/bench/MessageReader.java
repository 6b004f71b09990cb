package dev.kiln.bench;

import dev.kiln.protocol.ExecutePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SQL;
import dev.kiln.protocol.SparkConnectServiceGrpc;
import dev.kiln.protocol.UserContext;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Reads results as bare protocol messages, without decoding what is in them. */
final class MessageReader implements AutoCloseable {
    private static final int MAX_MESSAGE = 256 << 20;
    private static final int LIMIT_SECONDS = 600;

    private final ManagedChannel channel;
    private final String session = UUID.randomUUID().toString();

    /** @param port loopback port of the server */
    MessageReader(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(MAX_MESSAGE)
                .build();
    }

    /** Takes in the whole result of a query and returns how many rows its batches say they have. */
    long rows(String sql) {
        ExecutePlanRequest request = ExecutePlanRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(UserContext.newBuilder().setUserId("bench"))
                .setPlan(Plan.newBuilder()
                        .setRoot(Relation.newBuilder().setSql(SQL.newBuilder().setQuery(sql))))
                .build();
        Iterator<ExecutePlanResponse> responses = SparkConnectServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
                .executePlan(request);
        long rows = 0;
        while (responses.hasNext()) {
            rows += responses.next().getArrowBatch().getRowCount();
        }
        return rows;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
