package dev.kiln.spark.proxy;

import dev.kiln.protocol.SparkConnectServiceGrpc;
import dev.kiln.protocol.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import dev.kiln.protocol.SparkConnectServiceGrpc.SparkConnectServiceStub;
import dev.kiln.spark.launch.RunningEngine;
import dev.kiln.spark.pool.Pooled;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The channel to an engine's Connect server, which is closed with the engine: all calls end then, so nobody waits for a
 * dead one.
 * Thread-safe.
 */
final class EngineConnection implements Pooled {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** What official clients take, too. */
    private static final int LARGEST_MESSAGE = 128 << 20;

    private static final int LARGEST_METADATA = 1 << 20;

    private final RunningEngine engine;
    private final Channel authorized;
    private final CompletableFuture<Void> closedWithEngine;

    private EngineConnection(RunningEngine engine, ManagedChannel channel) {
        this.engine = engine;
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + engine.token());
        this.authorized = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        this.closedWithEngine = engine.ended().thenAccept(reason -> channel.shutdownNow());
    }

    /** Takes over an engine. Nothing is sent yet. */
    static EngineConnection to(RunningEngine engine) {
        return new EngineConnection(
                engine,
                NettyChannelBuilder.forAddress(
                                engine.report().host(), engine.report().port())
                        .usePlaintext()
                        .maxInboundMessageSize(LARGEST_MESSAGE)
                        .maxInboundMetadataSize(LARGEST_METADATA)
                        .build());
    }

    RunningEngine engine() {
        return engine;
    }

    @Override
    public CompletableFuture<String> ended() {
        return engine.ended();
    }

    @Override
    public boolean isBusy() {
        return engine.isBusy();
    }

    @Override
    public void end(String reason) {
        engine.end(reason);
    }

    boolean isUsable() {
        return engine.isRunning() && !closedWithEngine.isDone();
    }

    /** Why the engine has ended; empty text while it runs. */
    String endReason() {
        return engine.ended().getNow("");
    }

    /** For calls on the calling thread, each of which ends within the time given. */
    SparkConnectServiceBlockingStub calls(long seconds) {
        return SparkConnectServiceGrpc.newBlockingStub(authorized).withDeadlineAfter(seconds, TimeUnit.SECONDS);
    }

    /** For results, which may take as long as they take; they end with the engine. */
    SparkConnectServiceBlockingStub streams() {
        return SparkConnectServiceGrpc.newBlockingStub(authorized);
    }

    /** For calls that nobody waits for, and uploads; they end within the time given. */
    SparkConnectServiceStub messages(long seconds) {
        return SparkConnectServiceGrpc.newStub(authorized).withDeadlineAfter(seconds, TimeUnit.SECONDS);
    }

    @Override
    public String toString() {
        return engine.toString();
    }
}
