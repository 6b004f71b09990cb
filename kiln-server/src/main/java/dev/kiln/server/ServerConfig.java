package dev.kiln.server;

import dev.kiln.server.operation.OperationLimits;
import dev.kiln.server.session.SessionLimits;
import dev.kiln.spi.config.ConfigKey;
import dev.kiln.spi.config.Configuration;
import java.time.Duration;
import java.util.List;

/** The configuration keys of the front door. The defaults are Spark's where Spark has such a setting. */
public final class ServerConfig {
    public static final ConfigKey<String> HOST =
            ConfigKey.text("kiln.server.host", "127.0.0.1", "The address on which the server listens.");

    public static final ConfigKey<Integer> PORT = ConfigKey.integer(
            "kiln.server.port", 15002, 0, 65_535, "The port on which the server listens; 0 takes a free one.");

    public static final ConfigKey<Long> MAX_MESSAGE_SIZE = ConfigKey.size(
            "kiln.server.message.maxSize", "128m", "The largest message that the server takes from a client.");

    public static final ConfigKey<Integer> MESSAGE_DEPTH = ConfigKey.integer(
            "kiln.server.message.maxDepth", 1024, 100, 100_000, "How deep messages, and so plans, may nest.");

    public static final ConfigKey<Long> MAX_PLAN_SIZE = ConfigKey.size(
            "kiln.server.plan.maxSize", "512m", "The largest plan, unpacked, that a client may send compressed.");

    public static final ConfigKey<Long> MAX_UPLOAD_SIZE = ConfigKey.size(
            "kiln.server.artifact.maxUploadSize", "4g", "The largest upload of artifacts that the server takes.");

    public static final ConfigKey<String> TOKEN =
            ConfigKey.secret("kiln.server.token", "The token that every call must carry; empty lets everybody in.");

    public static final ConfigKey<Duration> DRAIN_TIME = ConfigKey.duration(
            "kiln.server.drainTime", "30s", "How long running operations may go on when the server is stopped.");

    public static final ConfigKey<Integer> REQUEST_THREADS = ConfigKey.integer(
            "kiln.server.requestThreads",
            64,
            2,
            4096,
            "How many requests other than running operations are served at once.");

    public static final ConfigKey<Integer> MAX_SESSIONS =
            ConfigKey.integer("kiln.server.session.max", 1000, 1, 1_000_000, "How many sessions may be open at once.");

    public static final ConfigKey<Duration> SESSION_TIMEOUT = ConfigKey.duration(
            "kiln.server.session.idleTimeout", "60m", "When a session that is not used is closed; 0s means never.");

    public static final ConfigKey<Duration> SWEEP_INTERVAL = ConfigKey.duration(
            "kiln.server.sweepInterval", "30s", "How often idle sessions and abandoned operations are looked for.");

    public static final ConfigKey<Integer> MAX_RUNNING_OPERATIONS = ConfigKey.integer(
            "kiln.server.operation.maxRunning", 256, 1, 10_000, "How many operations may run at once.");

    public static final ConfigKey<Integer> MAX_WAITING_OPERATIONS = ConfigKey.integer(
            "kiln.server.operation.maxWaiting", 1024, 1, 1_000_000, "How many operations may wait to run.");

    public static final ConfigKey<Long> RETAINED_RESPONSES = ConfigKey.size(
            "kiln.server.operation.retainedSize",
            "10m",
            "How much of an operation's sent responses is kept for a client that reattaches.");

    public static final ConfigKey<Long> UNSENT_RESPONSES = ConfigKey.size(
            "kiln.server.operation.unsentSize",
            "8m",
            "How far an operation may run ahead of its client before it waits.");

    public static final ConfigKey<Duration> STREAM_DURATION = ConfigKey.duration(
            "kiln.server.stream.maxDuration",
            "2m",
            "After which time a reattachable stream is cut, for the client to reattach; 0s means never.");

    public static final ConfigKey<Long> STREAM_SIZE = ConfigKey.size(
            "kiln.server.stream.maxSize",
            "1g",
            "After which size a reattachable stream is cut, for the client to reattach; 0 means never.");

    public static final ConfigKey<Long> CHUNK_SIZE = ConfigKey.size(
            "kiln.server.result.maxChunkSize",
            "115m",
            "The largest piece of an Arrow batch for clients that take pieces; 0 sends batches whole.");

    public static final ConfigKey<Duration> DETACHED_TIMEOUT = ConfigKey.duration(
            "kiln.server.operation.detachedTimeout",
            "5m",
            "When an operation without an attached client is abandoned.");

    public static final ConfigKey<Duration> PROGRESS_INTERVAL = ConfigKey.duration(
            "kiln.server.progressInterval", "2s", "How often clients are told of progress; 0s means never.");

    private static final int MAX_CLOSED_SESSIONS = 1000;
    private static final int MAX_ERRORS = 20;
    private static final Duration ERROR_LIFETIME = Duration.ofSeconds(60);

    private ServerConfig() {}

    /** All keys, for checking and listing. */
    public static List<ConfigKey<?>> keys() {
        return List.of(
                HOST,
                PORT,
                MAX_MESSAGE_SIZE,
                MESSAGE_DEPTH,
                MAX_PLAN_SIZE,
                MAX_UPLOAD_SIZE,
                TOKEN,
                DRAIN_TIME,
                REQUEST_THREADS,
                MAX_SESSIONS,
                SESSION_TIMEOUT,
                SWEEP_INTERVAL,
                MAX_RUNNING_OPERATIONS,
                MAX_WAITING_OPERATIONS,
                RETAINED_RESPONSES,
                UNSENT_RESPONSES,
                STREAM_DURATION,
                STREAM_SIZE,
                CHUNK_SIZE,
                DETACHED_TIMEOUT,
                PROGRESS_INTERVAL);
    }

    static OperationLimits operationLimits(Configuration config) {
        return new OperationLimits(
                config.get(RETAINED_RESPONSES),
                config.get(UNSENT_RESPONSES),
                config.get(STREAM_DURATION),
                config.get(STREAM_SIZE),
                config.get(CHUNK_SIZE),
                config.get(DETACHED_TIMEOUT));
    }

    static SessionLimits sessionLimits(Configuration config) {
        return new SessionLimits(
                config.get(MAX_SESSIONS), config.get(SESSION_TIMEOUT), MAX_CLOSED_SESSIONS, MAX_ERRORS, ERROR_LIFETIME);
    }
}
