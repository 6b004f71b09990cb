package dev.kiln.spark.proxy;

import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.pool.EnginePool;
import dev.kiln.spark.pool.PoolPolicy;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * Has stock Spark answer as one profile says, in processes that are launched when they are first needed. A session belongs
 * to the process that it first used and ends with it; later sessions get a new one. {@link SparkEngines} owns what this
 * uses.
 *
 * @param policy who shares a process
 * @param longestLaunch how long a session waits for one
 * @param distribution is asked for when it is first needed
 */
record SparkEngine(
        String name,
        PoolPolicy policy,
        Duration longestLaunch,
        EnginePool<EngineConnection> pool,
        Supplier<Distribution> distribution,
        ScheduledExecutorService timer)
        implements Engine {
    @Override
    public String sparkVersion() {
        return distribution.get().sparkVersion();
    }

    @Override
    public EngineSession openSession(SessionIdentity identity) {
        SessionBinding binding =
                new SessionBinding(session -> pool.lease(policy, identity.userId(), session), longestLaunch);
        return new SparkEngineSession(identity, binding, name, timer);
    }

    /** Does nothing: processes belong to the pool, which all profiles share. */
    @Override
    public void close() {}
}
