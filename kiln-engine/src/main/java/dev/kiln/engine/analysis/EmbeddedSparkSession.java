package dev.kiln.engine.analysis;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.internal.SessionState;
import scala.Option;
import scala.collection.immutable.Map$;

/** A Spark session whose queries the embedded engine runs. */
final class EmbeddedSparkSession extends SparkSession {
    private static final long serialVersionUID = 1L;

    private final transient EmbeddedSparkContext context;
    private final transient EmbeddedSharedState sharedState;
    private final transient QueryRunner runner;
    private final transient Option<SessionState> parent;
    private transient volatile SessionState state;

    EmbeddedSparkSession(EmbeddedSparkContext context, EmbeddedSharedState sharedState, QueryRunner runner) {
        this(context, sharedState, runner, Option.empty());
    }

    private EmbeddedSparkSession(
            EmbeddedSparkContext context,
            EmbeddedSharedState sharedState,
            QueryRunner runner,
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
        this.parent = parent;
    }

    /** A session that starts with this one's settings, temporary views, functions and current database. */
    @Override
    public EmbeddedSparkSession cloneSession() {
        EmbeddedSparkSession copy =
                new EmbeddedSparkSession(context, sharedState, runner, Option.apply(sessionState()));
        // The state is copied now: later changes of this session are not the copy's.
        copy.sessionState().catalog();
        return copy;
    }

    @Override
    public SessionState sessionState() {
        SessionState built = state;
        if (built == null) {
            synchronized (this) {
                built = state;
                if (built == null) {
                    built = new EmbeddedSessionStateBuilder(this, parent, runner).build();
                    state = built;
                }
            }
        }
        return built;
    }
}
