package dev.kiln.server;

import dev.kiln.server.grpc.BearerToken;
import dev.kiln.server.grpc.ConnectService;
import dev.kiln.server.grpc.Wishes;
import dev.kiln.server.operation.CompressedPlans;
import dev.kiln.server.operation.EndedOperations;
import dev.kiln.server.operation.OperationRuntime;
import dev.kiln.server.operation.WorkerPool;
import dev.kiln.server.session.Session;
import dev.kiln.server.session.Sessions;
import dev.kiln.spi.Engine;
import dev.kiln.spi.config.Configuration;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Spark Connect server over an engine, which it owns.
 *
 * <p>Thread-safe.
 */
public final class KilnServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KilnServer.class);
    private static final int MAX_ENDED_OPERATIONS = 10_000;
    private static final int MAX_CALLS_PER_CONNECTION = 4096;
    private static final Duration STOP_TIME = Duration.ofSeconds(5);

    /** How often silent connections are probed, so that clients that have vanished are noticed. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    private static final Duration MIN_CLIENT_KEEP_ALIVE = Duration.ofSeconds(10);

    private final Engine engine;
    private final Sessions sessions;
    private final ServerThreads threads;
    private final WorkerPool workers;
    private final Server grpc;
    private final Duration drainTime;
    private boolean closed;

    private KilnServer(Configuration config, Engine engine) {
        this.engine = engine;
        this.drainTime = config.get(ServerConfig.DRAIN_TIME);
        this.threads = new ServerThreads(config.get(ServerConfig.REQUEST_THREADS));
        this.workers = new WorkerPool(
                config.get(ServerConfig.MAX_RUNNING_OPERATIONS), config.get(ServerConfig.MAX_WAITING_OPERATIONS));
        OperationRuntime runtime = new OperationRuntime(
                ServerConfig.operationLimits(config),
                workers,
                threads.timer(),
                new EndedOperations(MAX_ENDED_OPERATIONS),
                System::nanoTime);
        this.sessions = new Sessions(engine, ServerConfig.sessionLimits(config), runtime);
        int depth = config.get(ServerConfig.MESSAGE_DEPTH);
        CompressedPlans plans = new CompressedPlans(config.get(ServerConfig.MAX_PLAN_SIZE), depth);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(config.get(ServerConfig.HOST), config.get(ServerConfig.PORT)))
                .executor(threads.requests())
                .maxInboundMessageSize(
                        Math.toIntExact(Math.min(config.get(ServerConfig.MAX_MESSAGE_SIZE), Integer.MAX_VALUE)))
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .permitKeepAliveTime(MIN_CLIENT_KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new ConnectService(sessions, plans, config.get(ServerConfig.MAX_UPLOAD_SIZE))
                        .definition(depth));
        builder.intercept(new Wishes());
        String token = config.get(ServerConfig.TOKEN);
        if (!token.isEmpty()) {
            builder.intercept(new BearerToken(token));
        }
        this.grpc = builder.build();
        threads.every(config.get(ServerConfig.SWEEP_INTERVAL), this::sweep);
        threads.every(config.get(ServerConfig.PROGRESS_INTERVAL), () -> sessions.all()
                .forEach(session -> session.operations().reportProgress()));
    }

    /**
     * Starts a server, which takes calls when this returns. The server closes the engine when it is closed, and also if
     * it can't start.
     *
     * @throws ServerStartException if the address cannot be used
     */
    public static KilnServer start(Configuration config, Engine engine) {
        KilnServer server = new KilnServer(config, engine);
        try {
            server.grpc.start();
        } catch (IOException e) {
            server.close();
            throw new ServerStartException(
                    "cannot listen on " + config.get(ServerConfig.HOST) + ":" + config.get(ServerConfig.PORT) + ": "
                            + rootMessage(e),
                    e);
        }
        LOG.info("listening on {}", server.address());
        return server;
    }

    /** Where the server listens, with the port that was taken if the configured one is 0. */
    public InetSocketAddress address() {
        return (InetSocketAddress) grpc.getListenSockets().get(0);
    }

    public int port() {
        return address().getPort();
    }

    /**
     * Takes no new calls, lets running operations go on for the drain time, then interrupts them, and closes sessions
     * and engine. Idempotent.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        grpc.shutdown();
        drain(drainTime);
        // Clients of operations that go on are to hear that these were canceled, before their sessions go.
        sessions.all().forEach(session -> session.operations().interrupt(spec -> true));
        drain(STOP_TIME);
        sessions.close();
        grpc.shutdownNow();
        await(STOP_TIME);
        workers.close();
        threads.close();
        engine.close();
        LOG.info("stopped");
    }

    private void drain(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (activeOperations() > 0 && System.nanoTime() - deadline < 0) {
            if (!pause()) {
                return;
            }
        }
        // What has ended may still be on its way to the client.
        await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    /** How many operations have not ended. */
    public long activeOperations() {
        return sessions.all().stream()
                .map(Session::operations)
                .mapToLong(operations -> operations.active())
                .sum();
    }

    private void await(Duration time) {
        try {
            grpc.awaitTermination(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void sweep() {
        sessions.all().forEach(session -> session.operations().reap());
        sessions.expire();
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
