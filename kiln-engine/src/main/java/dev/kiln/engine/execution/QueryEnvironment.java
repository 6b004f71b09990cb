package dev.kiln.engine.execution;

import static java.util.Objects.requireNonNull;

import dev.kiln.engine.translate.TranslatedQuery;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Where a query runs.
 *
 * @param conf the session's configuration
 * @param scheduler sends interrupts
 */
record QueryEnvironment(QueryDatabase database, SQLConf conf, ScheduledExecutorService scheduler) {
    QueryEnvironment {
        requireNonNull(database, "database");
        requireNonNull(conf, "conf");
        requireNonNull(scheduler, "scheduler");
    }

    /** Prepares a statement over a query: the query itself, or one that holds it. */
    QueryCursor open(TranslatedQuery query, String statement) throws QueryFailure {
        return database.prepare(query, statement, conf);
    }
}
