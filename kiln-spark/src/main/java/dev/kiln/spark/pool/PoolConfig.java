package dev.kiln.spark.pool;

import dev.kiln.spi.config.ConfigKey;
import java.time.Duration;
import java.util.List;

/** The configuration keys of how engines are shared and kept. */
public final class PoolConfig {
    public static final ConfigKey<ShareLevel> SHARE_LEVEL = new ConfigKey<>(
            "kiln.spark.shareLevel",
            "level",
            "user",
            "Which sessions share an engine: none (session), those of one user (user) or all (shared).",
            ShareLevel::parse);

    public static final ConfigKey<Duration> IDLE_TIMEOUT = ConfigKey.duration(
            "kiln.spark.idleTimeout", "30m", "When an engine that runs nothing is ended; 0s means never.");

    public static final ConfigKey<Integer> WARM_SPARES = ConfigKey.integer(
            "kiln.spark.warmSpares",
            0,
            0,
            100,
            "How many engines are started before anybody needs them, and replaced when they are taken.");

    public static final ConfigKey<Integer> MAX_ENGINES_PER_USER = ConfigKey.integer(
            "kiln.spark.maxEnginesPerUser",
            4,
            1,
            10_000,
            "How many engines a user may have at once; those that all users share do not count.");

    public static final ConfigKey<Integer> MAX_ENGINES = ConfigKey.integer(
            "kiln.spark.maxEngines", 16, 1, 10_000, "How many engines there may be at once, spares among them.");

    /** Those that a profile can have for itself. */
    public static final List<ConfigKey<?>> OF_PROFILES = List.of(SHARE_LEVEL, IDLE_TIMEOUT, WARM_SPARES);

    /** Those that hold for all profiles together. */
    public static final List<ConfigKey<?>> OF_ALL = List.of(MAX_ENGINES_PER_USER, MAX_ENGINES);

    private PoolConfig() {}
}
