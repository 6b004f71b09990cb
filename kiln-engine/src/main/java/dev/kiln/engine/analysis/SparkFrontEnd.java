package dev.kiln.engine.analysis;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalog;
import org.apache.spark.sql.connect.config.Connect$;
import org.apache.spark.util.AccumulatorContext$;

/** Spark SQL's driver side inside this process: what all sessions of an engine share. Safe for use by many threads. */
public final class SparkFrontEnd implements AutoCloseable {
    private static final String HADOOP = "spark.hadoop.";

    private final EmbeddedSparkContext context;
    private final EmbeddedSharedState sharedState;
    private final QueryRunner runner;
    private final CommandEffects effects;
    private final ServerCatalogs catalogs;
    private final StateChanges changes = new StateChanges();

    private SparkFrontEnd(
            EmbeddedSparkContext context,
            ExternalCatalog catalog,
            QueryRunner runner,
            CommandEffects effects,
            ServerCatalogs catalogs) {
        this.context = context;
        this.sharedState = new EmbeddedSharedState(context, catalog);
        this.runner = runner;
        this.effects = effects;
        this.catalogs = catalogs;
    }

    /** Hadoop's configuration under Spark settings: the entries that start with {@code spark.hadoop.}. */
    public static Configuration hadoopConfiguration(Map<String, String> settings) {
        Configuration hadoop = new Configuration();
        settings.forEach((key, value) -> {
            if (key.startsWith(HADOOP)) {
                hadoop.set(key.substring(HADOOP.length()), value);
            }
        });
        return hadoop;
    }

    /**
     * @param settings Spark settings of the server, defaults of every session
     * @param catalog the persistent catalog, which stays the caller's
     * @param runner runs the queries of all sessions, stays the caller's
     * @param effects runs the commands that write rows
     */
    public static SparkFrontEnd open(
            Map<String, String> settings,
            Configuration hadoop,
            ExternalCatalog catalog,
            QueryRunner runner,
            CommandEffects effects) {
        return open(settings, hadoop, catalog, runner, effects, ServerCatalogs.of(settings));
    }

    /**
     * As the other one, for a server that knows more catalogs than its settings name.
     *
     * @param catalogs the catalogs that sessions find beside {@code spark_catalog}
     */
    public static SparkFrontEnd open(
            Map<String, String> settings,
            Configuration hadoop,
            ExternalCatalog catalog,
            QueryRunner runner,
            CommandEffects effects,
            ServerCatalogs catalogs) {
        ForeignCodeFunctions.disable();
        declareConnectSettings();
        SparkConf conf = new SparkConf(false);
        settings.forEach(conf::set);
        EmbeddedSparkContext context = EmbeddedSparkContext.create(conf, hadoop);
        return new SparkFrontEnd(context, catalog, runner, effects, catalogs);
    }

    /** Spark Connect's settings are known to sessions, with their defaults, only once their holder is initialised. */
    private static void declareConnectSettings() {
        requireNonNull(Connect$.MODULE$, "Spark Connect's settings");
    }

    /** Opens a session with its own settings, temporary views and current database. */
    public FrontEndSession openSession(String userId, String sessionId) {
        EmbeddedSparkSession spark = new EmbeddedSparkSession(context, sharedState, runner, effects, changes, catalogs);
        return new FrontEndSession(userId, sessionId, spark, this);
    }

    /** Leaves Spark's process-wide places to others. Sessions must be closed before. */
    @Override
    public void close() {
        context.retire();
    }

    /** Another process has changed tables, views or functions: no session goes by what it knew of them. */
    public void noteChangeElsewhere() {
        changes.note();
    }

    QueryRunner runner() {
        return runner;
    }

    StateChanges changes() {
        return changes;
    }

    /** Forgets what Spark's code left on the calling thread. */
    void clearThread() {
        context.clearThread();
    }

    /**
     * Drops Spark's process-wide register of metrics. Only a scheduler reads it, and only a context cleaner empties it;
     * there is neither.
     */
    void forgetMetrics() {
        AccumulatorContext$.MODULE$.clear();
    }
}
