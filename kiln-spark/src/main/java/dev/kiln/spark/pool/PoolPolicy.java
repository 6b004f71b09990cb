package dev.kiln.spark.pool;

import dev.kiln.spi.config.Configuration;
import java.time.Duration;

/**
 * How the engines of one profile are shared and kept.
 *
 * @param idleTimeout how long an engine that runs nothing is kept; zero for ever
 * @param warmSpares how many are started before anybody needs them
 */
public record PoolPolicy(String profile, ShareLevel shareLevel, Duration idleTimeout, int warmSpares) {
    /** @param settings those of the profile, under the names that they have outside of profiles */
    public static PoolPolicy of(String profile, Configuration settings) {
        return new PoolPolicy(
                profile,
                settings.get(PoolConfig.SHARE_LEVEL),
                settings.get(PoolConfig.IDLE_TIMEOUT),
                settings.get(PoolConfig.WARM_SPARES));
    }
}
