package dev.kiln.spark.launch;

import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.SparkConnectServiceGrpc;
import dev.kiln.protocol.UserContext;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Asks an engine's Connect server something, with one token or another. */
final class ConnectProbe {
    private ConnectProbe() {}

    /** What the server answers to somebody with this token. */
    static Status.Code ask(RunningEngine engine, String token) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        engine.report().host(), engine.report().port())
                .usePlaintext()
                .build();
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        try {
            SparkConnectServiceGrpc.newBlockingStub(
                            ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)))
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .config(ConfigRequest.newBuilder()
                            .setSessionId(UUID.randomUUID().toString())
                            .setUserContext(UserContext.newBuilder().setUserId("tester"))
                            .setOperation(ConfigRequest.Operation.newBuilder()
                                    .setGet(ConfigRequest.Get.newBuilder().addKeys("spark.sql.session.timeZone")))
                            .build());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }
}
