package dev.kiln.engine.execution;

import dev.kiln.engine.analysis.QueryContext;
import dev.kiln.engine.analysis.QueryRunner;
import dev.kiln.engine.analysis.RunnableQuery;
import dev.kiln.engine.duckdb.DuckDbSettings;
import dev.kiln.engine.execution.arrow.ArrowSettings;
import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TranslatedQuery;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SQLConf;

/** Runs queries on an embedded DuckDB, which it owns. Safe for use by many threads. */
public final class DuckDbQueryRunner implements QueryRunner, AutoCloseable {
    private static final String MAX_BATCH_SIZE = "spark.connect.grpc.arrow.maxBatchSize";
    private static final String DEFAULT_MAX_BATCH_SIZE = "128m";

    /** The share of the largest message that Spark plans a batch for, because sizes are estimates. */
    private static final double BATCH_FILL = 0.7;

    private final QueryTranslator translator;
    private final QueryDatabase database;
    private final ScheduledExecutorService scheduler;

    private DuckDbQueryRunner(QueryTranslator translator, QueryDatabase database) {
        this.translator = translator;
        this.database = database;
        this.scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kiln-interrupts");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Opens a database and a runner over it. */
    public static DuckDbQueryRunner open(QueryTranslator translator, DuckDbSettings settings) {
        return new DuckDbQueryRunner(translator, QueryDatabase.open(settings));
    }

    @Override
    public RunnableQuery prepare(LogicalPlan resolved, QueryContext context) {
        SQLConf conf = context.conf();
        LogicalPlan analyzed = translator.settle(resolved, context);
        TranslatedQuery fast = translator.translate(analyzed, context, Strictness.FAST);
        return new DuckDbQuery(
                analyzed,
                new QueryEnvironment(database, conf, scheduler),
                fast,
                strictness -> translator.translate(analyzed, context, strictness),
                arrowSettings(conf));
    }

    private static ArrowSettings arrowSettings(SQLConf conf) {
        int maxRows = conf.arrowMaxRecordsPerBatch();
        String maxBytes = conf.getConfString(MAX_BATCH_SIZE, DEFAULT_MAX_BATCH_SIZE);
        return new ArrowSettings(
                conf.sessionLocalTimeZone(),
                maxRows > 0 ? maxRows : Integer.MAX_VALUE,
                Math.max(1, (long) (JavaUtils.byteStringAsBytes(maxBytes) * BATCH_FILL)),
                conf.arrowUseLargeVarTypes());
    }

    /** What queries hold at the moment: connections, expressions and row sources. Zero when nothing runs. */
    public int held() {
        return database.held();
    }

    /** Closes the database. Queries that still run fail. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        database.close();
    }
}
