package dev.kiln.app;

import dev.kiln.server.routing.RoutingEngine;
import dev.kiln.spi.config.ConfigKey;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.logging.log4j.Level;

/** The keys of the process itself. */
public final class AppConfig {
    /** The log level of Kiln's own classes; libraries stay at warn or above. */
    public static final ConfigKey<Level> LOG_LEVEL = new ConfigKey<>(
            "kiln.log.level",
            "level",
            "info",
            "How much Kiln logs: error, warn, info, debug or trace.",
            AppConfig::level);

    public static final ConfigKey<Long> LOG_FILE_SIZE = ConfigKey.size(
            "kiln.log.file.maxSize", "16m", "The size at which a new log file is begun; five older ones are kept.");

    public static final ConfigKey<Duration> WARM_UP_TIME = ConfigKey.duration(
            "kiln.warmUpTime",
            "20s",
            "How long at most a server that has just started runs statements of its own while no client does, so that"
                    + " those of clients find their code compiled; 0s means not at all.");

    public static final ConfigKey<String> ENGINE = new ConfigKey<>(
            RoutingEngine.SETTING,
            "engine",
            "embedded",
            "Which engine answers: embedded, spark, the name of a profile of Spark, or auto, which is embedded as far as"
                    + " that goes and spark for the rest; sessions may set it, too.",
            AppConfig::engine);

    public static final List<ConfigKey<?>> KEYS = List.of(ENGINE, LOG_LEVEL, LOG_FILE_SIZE, WARM_UP_TIME);

    private AppConfig() {}

    private static String engine(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must be auto, embedded, spark or the name of a profile");
        }
        return text.strip();
    }

    private static Level level(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "error" -> Level.ERROR;
            case "warn" -> Level.WARN;
            case "info" -> Level.INFO;
            case "debug" -> Level.DEBUG;
            case "trace" -> Level.TRACE;
            default -> throw new IllegalArgumentException("must be error, warn, info, debug or trace");
        };
    }
}
