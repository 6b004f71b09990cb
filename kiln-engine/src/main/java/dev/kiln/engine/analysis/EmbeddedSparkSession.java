package dev.kiln.engine.analysis;

import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.DoNotCleanup$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SessionState;
import scala.Option;
import scala.collection.immutable.Map$;

/** A Spark session whose queries the embedded engine runs. */
final class EmbeddedSparkSession extends SparkSession {
    private static final long serialVersionUID = 1L;

    private final transient EmbeddedSparkContext context;
    private final transient EmbeddedSharedState sharedState;
    private final transient QueryRunner runner;
    private final transient CommandEffects effects;
    private final transient StateChanges changes;
    private final transient ServerCatalogs catalogs;
    private final transient AnalyzedQueries analyzedQueries;
    private final transient Option<SessionState> parent;
    private transient volatile SessionState state;
    private transient SQLConf conf;

    EmbeddedSparkSession(
            EmbeddedSparkContext context,
            EmbeddedSharedState sharedState,
            QueryRunner runner,
            CommandEffects effects,
            StateChanges changes,
            ServerCatalogs catalogs) {
        this(context, sharedState, runner, effects, changes, catalogs, Option.empty());
    }

    private EmbeddedSparkSession(
            EmbeddedSparkContext context,
            EmbeddedSharedState sharedState,
            QueryRunner runner,
            CommandEffects effects,
            StateChanges changes,
            ServerCatalogs catalogs,
            Option<SessionState> parent) {
        super(
                context,
                Option.apply(sharedState),
                parent,
                new SparkSessionExtensions(),
                Map$.MODULE$.empty(),
                Map$.MODULE$.empty());
        this.context = context;
        this.sharedState = sharedState;
        this.runner = runner;
        this.effects = effects;
        this.changes = changes;
        this.catalogs = catalogs;
        this.analyzedQueries = new AnalyzedQueries(changes);
        this.parent = parent;
    }

    /** A session that starts with this one's settings, temporary views, functions and current database. */
    @Override
    public EmbeddedSparkSession cloneSession() {
        EmbeddedSparkSession copy = new EmbeddedSparkSession(
                context, sharedState, runner, effects, changes, catalogs, Option.apply(sessionState()));
        // The state is copied now: later changes of this session are not the copy's.
        copy.sessionState().catalog();
        return copy;
    }

    @Override
    public synchronized SQLConf sqlConf() {
        if (conf == null) {
            conf = parent.isDefined() ? parent.get().conf().clone() : EmbeddedConf.of(sharedState.conf());
        }
        return conf;
    }

    @Override
    public SessionState sessionState() {
        SessionState built = state;
        if (built == null) {
            synchronized (this) {
                built = state;
                if (built == null) {
                    built = new EmbeddedSessionStateBuilder(this, parent, runner, effects, changes, catalogs).build();
                    state = built;
                }
            }
        }
        return built;
    }

    AnalyzedQueries analyzedQueries() {
        return analyzedQueries;
    }

    /** Runs the text, if it is a command; the plan of a query is reused as long as another analysis would not differ. */
    @Override
    public Dataset<Row> sql(
            String text, scala.collection.immutable.Map<String, Object> arguments, QueryPlanningTracker tracker) {
        Optional<LogicalPlan> known = arguments.isEmpty() ? analyzedQueries.plan(text) : Optional.empty();
        if (known.isPresent()) {
            return Dataset.ofRows(this, known.get(), tracker, DoNotCleanup$.MODULE$);
        }
        long stamp = analyzedQueries.stamp();
        boolean isQuery = false;
        try {
            Dataset<Row> result = super.sql(text, arguments, tracker);
            isQuery = PlannedQuery.isQuery(result.queryExecution());
            if (arguments.isEmpty()) {
                analyzedQueries.remember(text, result.queryExecution(), stamp);
            }
            return result;
        } finally {
            if (!isQuery) {
                changes.note();
            }
        }
    }
}
