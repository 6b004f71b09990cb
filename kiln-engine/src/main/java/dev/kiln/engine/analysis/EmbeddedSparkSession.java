package dev.kiln.engine.analysis;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.internal.SessionState;
import scala.Option;
import scala.collection.immutable.Map$;

/** A Spark session whose queries the embedded engine runs. */
final class EmbeddedSparkSession extends SparkSession {
    private static final long serialVersionUID = 1L;

    private final transient QueryRunner runner;
    private transient volatile SessionState state;

    EmbeddedSparkSession(EmbeddedSparkContext context, EmbeddedSharedState sharedState, QueryRunner runner) {
        super(
                context,
                Option.apply(sharedState),
                Option.empty(),
                new SparkSessionExtensions(),
                Map$.MODULE$.empty(),
                Map$.MODULE$.empty());
        this.runner = runner;
    }

    @Override
    public SessionState sessionState() {
        SessionState built = state;
        if (built == null) {
            synchronized (this) {
                built = state;
                if (built == null) {
                    built = new EmbeddedSessionStateBuilder(this, Option.empty(), runner).build();
                    state = built;
                }
            }
        }
        return built;
    }
}
