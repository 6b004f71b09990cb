package dev.kiln.spark.pool;

import dev.kiln.spi.config.Configuration;

/**
 * How many engines there may be, running or being started.
 *
 * @param perUser that belong to one user or to sessions of one; engines that all share belong to nobody
 * @param inAll spares among them
 */
public record PoolLimits(int perUser, int inAll) {
    public static PoolLimits of(Configuration configuration) {
        return new PoolLimits(
                configuration.get(PoolConfig.MAX_ENGINES_PER_USER), configuration.get(PoolConfig.MAX_ENGINES));
    }
}
