package dev.kiln.engine.analysis;

import static java.util.Objects.requireNonNull;

import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.internal.SQLConf;

/**
 * What a query runs under.
 *
 * @param session the session it belongs to, active on the thread that prepares and runs the query
 * @param operationId the operation it is part of; several queries of one command share it
 */
public record QueryContext(SparkSession session, String operationId) {
    public QueryContext {
        requireNonNull(session, "session");
        requireNonNull(operationId, "operationId");
    }

    public SQLConf conf() {
        return session.sessionState().conf();
    }
}
