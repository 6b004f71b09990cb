package dev.kiln.engine.execution;

import dev.kiln.engine.analysis.ArrowBatchConsumer;
import dev.kiln.engine.analysis.ParquetTarget;
import dev.kiln.engine.analysis.QueryCancelledException;
import dev.kiln.engine.analysis.QueryRows;
import dev.kiln.engine.analysis.RunnableQuery;
import dev.kiln.engine.execution.arrow.ArrowSettings;
import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.spi.Progress;
import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.sql.ParquetCopy;
import dev.kiln.sql.print.SqlPrinter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A query on DuckDB. A run that fails is repeated under a stricter translation: either that one succeeds, or it fails
 * with the exception that Spark would have thrown.
 */
final class DuckDbQuery implements RunnableQuery {
    private static final Logger LOG = LoggerFactory.getLogger(DuckDbQuery.class);

    /** What a copy answers: how many rows there were. */
    private static final StructType COUNT = new StructType().add("count", DataTypes.LongType);

    private final LogicalPlan analyzed;
    private final QueryEnvironment environment;
    private final TranslatedQuery fast;
    private final Function<Strictness, TranslatedQuery> translations;
    private final ArrowSettings settings;
    private final Cancellation cancellation;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable CursorRows opened;

    /**
     * @param analyzed what is asked for
     * @param fast the translation that is tried first
     * @param translations the stricter ones
     */
    DuckDbQuery(
            LogicalPlan analyzed,
            QueryEnvironment environment,
            TranslatedQuery fast,
            Function<Strictness, TranslatedQuery> translations,
            ArrowSettings settings) {
        this.analyzed = analyzed;
        this.environment = environment;
        this.fast = fast;
        this.translations = translations;
        this.settings = settings;
        this.cancellation = new Cancellation(environment.scheduler());
    }

    @Override
    public void stream(ArrowBatchConsumer consumer) {
        start();
        BatchStream batches = new BatchStream(fast.schema(), settings, consumer, cancellation);
        Strictness strictness = Strictness.FAST;
        TranslatedQuery query = fast;
        while (true) {
            try (QueryCursor cursor = open(query)) {
                try {
                    cursor.execute();
                    batches.drain(cursor);
                    return;
                } finally {
                    cancellation.end();
                }
            } catch (QueryFailure failure) {
                if (batches.sent() > 0 && failure.kind() != QueryFailure.Kind.FOREIGN_TEXT) {
                    throw lateError(failure, strictness);
                }
                strictness = stricter(failure, strictness);
                query = translate(failure, strictness);
                batches.restart();
            } catch (OtherRowsException diverged) {
                throw SparkErrors.raise(SparkErrors.lateForeignText(diverged));
            }
        }
    }

    @Override
    public QueryRows rows() {
        start();
        Strictness strictness = Strictness.FAST;
        TranslatedQuery query = fast;
        while (true) {
            QueryCursor cursor = null;
            try {
                cursor = open(query);
                cursor.execute();
                CursorRows rows = new CursorRows(cursor, query.schema(), cancellation, failedRun(strictness));
                rows.prefetch();
                cursor = null;
                opened = rows;
                return rows;
            } catch (QueryFailure failure) {
                strictness = stricter(failure, strictness);
                query = translate(failure, strictness);
            } finally {
                if (cursor != null) {
                    cancellation.end();
                    cursor.close();
                }
            }
        }
    }

    @Override
    public boolean writesParquet() {
        return true;
    }

    @Override
    public long writeParquet(ParquetTarget target) {
        start();
        Strictness strictness = Strictness.FAST;
        TranslatedQuery query = fast;
        while (true) {
            ParquetCopy copy = new ParquetCopy(
                    query.sql(), target.columns(), target.file().toString(), target.compression(), target.metadata());
            try (QueryCursor cursor = open(query, SqlPrinter.print(copy))) {
                try {
                    cursor.execute();
                    CursorRows count = new CursorRows(cursor, COUNT, cancellation, failedRun(strictness));
                    return count.next().getLong(0);
                } finally {
                    cancellation.end();
                }
            } catch (QueryFailure failure) {
                strictness = stricter(failure, strictness);
                query = translate(failure, strictness);
            }
        }
    }

    private Function<QueryFailure, RuntimeException> failedRun(Strictness strictness) {
        return failure -> lateError(failure, strictness);
    }

    private void start() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a query runs once");
        }
    }

    private QueryCursor open(TranslatedQuery query) throws QueryFailure {
        return open(query, SqlPrinter.print(query.sql()));
    }

    private QueryCursor open(TranslatedQuery query, String statement) throws QueryFailure {
        cancellation.check();
        QueryCursor cursor = environment.open(query, statement);
        boolean begun = false;
        try {
            cancellation.begin(cursor);
            begun = true;
            return cursor;
        } finally {
            if (!begun) {
                cursor.close();
            }
        }
    }

    /** How to try again after a failure; throws if that makes no sense. */
    private Strictness stricter(QueryFailure failure, Strictness failed) {
        if (cancellation.requested()) {
            throw new QueryCancelledException();
        }
        if (failure.kind() == QueryFailure.Kind.BROKEN) {
            LOG.error("DuckDB failed inside of itself: {}", failure.getMessage());
            environment.database().renewIfBroken();
        }
        boolean foreignText = failure.kind() == QueryFailure.Kind.FOREIGN_TEXT;
        boolean hopeless = failure.callback().isPresent() && !foreignText
                || failed == Strictness.FOREIGN_TEXT
                || failed == Strictness.SPARK_ERRORS && !foreignText
                || failure.kind() == QueryFailure.Kind.OUT_OF_MEMORY
                || failure.kind() == QueryFailure.Kind.SUBQUERY_ROWS;
        if (hopeless) {
            throw SparkErrors.raise(SparkErrors.of(failure, analyzed));
        }
        if (failure.kind() == QueryFailure.Kind.NOT_UNDERSTOOD) {
            LOG.warn("DuckDB does not understand the {} translation: {}", failed, failure.getMessage());
        } else {
            LOG.debug("a query failed under the {} translation and runs again: {}", failed, failure.getMessage());
        }
        if (foreignText) {
            return Strictness.FOREIGN_TEXT;
        }
        boolean decimals = failure.kind() == QueryFailure.Kind.DECIMAL_OVERFLOW && failed == Strictness.FAST;
        return decimals ? Strictness.WIDE_DECIMALS : Strictness.SPARK_ERRORS;
    }

    private TranslatedQuery translate(QueryFailure failure, Strictness strictness) {
        try {
            return translations.apply(strictness);
        } catch (UnsupportedPlanException impossible) {
            throw SparkErrors.raise(SparkErrors.of(failure, analyzed));
        }
    }

    /** The error of a query that failed when rows had been delivered: the stricter runs only look for it. */
    private RuntimeException lateError(QueryFailure failure, Strictness failed) {
        QueryFailure last = failure;
        Strictness strictness = failed;
        while (true) {
            strictness = stricter(last, strictness);
            try (QueryCursor cursor = open(translate(last, strictness))) {
                try {
                    cursor.execute();
                    while (cursor.next().isPresent()) {
                        cancellation.check();
                    }
                    return SparkErrors.raise(
                            failure.kind() == QueryFailure.Kind.FOREIGN_TEXT
                                    ? SparkErrors.lateForeignText(failure)
                                    : SparkErrors.of(failure, analyzed));
                } finally {
                    cancellation.end();
                }
            } catch (QueryFailure again) {
                last = again;
            }
        }
    }

    @Override
    public void cancel() {
        cancellation.request();
    }

    @Override
    public Optional<Progress> progress() {
        return cancellation.progress();
    }

    @Override
    public String description() {
        return "DuckDB: " + SqlPrinter.print(fast.sql());
    }

    @Override
    public void close() {
        cancellation.request();
        CursorRows rows = opened;
        if (rows != null) {
            rows.close();
        }
    }
}
