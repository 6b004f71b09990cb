package dev.kiln.engine.execution;

import dev.kiln.engine.bridge.Bridge;
import dev.kiln.engine.duckdb.DuckDbBusyException;
import dev.kiln.engine.duckdb.DuckDbDatabase;
import dev.kiln.engine.duckdb.DuckDbException;
import dev.kiln.engine.duckdb.DuckDbSettings;
import dev.kiln.engine.translate.TranslatedQuery;
import java.sql.SQLException;
import org.apache.spark.sql.internal.SQLConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database that queries run on. After an error inside of itself DuckDB refuses everything for good; as nothing is
 * kept in the database, a new one takes its place then, so that one query cannot end all others. Safe for use by many
 * threads.
 */
final class QueryDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryDatabase.class);

    private final DuckDbSettings settings;
    private volatile Generation current;
    private boolean closed;

    private record Generation(int number, DuckDbDatabase database, Bridge bridge) {
        static Generation open(int number, DuckDbSettings settings) {
            DuckDbDatabase database = DuckDbDatabase.open(settings);
            try {
                return new Generation(number, database, Bridge.install(database.main()));
            } catch (SQLException failed) {
                database.close();
                throw new DuckDbException("cannot prepare the embedded database", failed);
            }
        }
    }

    private QueryDatabase(DuckDbSettings settings, Generation first) {
        this.settings = settings;
        this.current = first;
    }

    static QueryDatabase open(DuckDbSettings settings) {
        return new QueryDatabase(settings, Generation.open(1, settings));
    }

    /** Prepares a statement over a query: the query itself, or one that holds it. */
    QueryCursor prepare(TranslatedQuery query, String statement, SQLConf conf) throws QueryFailure {
        try {
            return prepareNow(query, statement, conf);
        } catch (DuckDbBusyException busy) {
            throw busy;
        } catch (DuckDbException failed) {
            if (!renewIfBroken()) {
                throw failed;
            }
        } catch (QueryFailure failed) {
            if (failed.kind() != QueryFailure.Kind.BROKEN || !renewIfBroken()) {
                throw failed;
            }
        }
        return prepareNow(query, statement, conf);
    }

    private QueryCursor prepareNow(TranslatedQuery query, String statement, SQLConf conf) throws QueryFailure {
        Generation used = current;
        return QueryCursor.prepare(used.database(), used.bridge(), query, statement, conf);
    }

    /** Replaces the database if it no longer works; tells whether it did. Queries that still run on the old one fail. */
    synchronized boolean renewIfBroken() {
        Generation old = current;
        if (closed || !old.database().isBroken()) {
            return false;
        }
        LOG.error("the embedded database has failed and is replaced by a new one");
        int number = old.number() + 1;
        current = Generation.open(number, settings.forSuccessor(number));
        old.database().close();
        return true;
    }

    /** What queries hold at the moment: connections, expressions and row sources. Zero when nothing runs. */
    int held() {
        Generation used = current;
        return used.database().leased() + used.bridge().size();
    }

    /** Closes the database. Queries that still run fail. */
    @Override
    public synchronized void close() {
        closed = true;
        current.database().close();
    }
}
