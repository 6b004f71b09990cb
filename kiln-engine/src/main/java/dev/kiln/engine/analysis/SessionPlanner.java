package dev.kiln.engine.analysis;

import java.util.Optional;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan$;
import org.apache.spark.sql.connect.planner.SparkConnectPlanner;
import org.apache.spark.sql.connect.service.ExecuteHolder;
import org.apache.spark.sql.connect.service.SessionHolder;
import scala.Option;

/** Spark Connect's planner, which takes the plans of queries in SQL text from those that the session has analysed. */
final class SessionPlanner extends SparkConnectPlanner {
    private final AnalyzedQueries analyzed;

    SessionPlanner(SessionHolder session, Option<ExecuteHolder> execution, AnalyzedQueries analyzed) {
        super(session, execution);
        this.analyzed = analyzed;
    }

    @Override
    public LogicalPlan transformRelation(Relation relation, boolean cachePlan) {
        Optional<LogicalPlan> known = textWithoutParameters(relation).flatMap(analyzed::plan);
        if (known.isPresent() && relation.getCommon().hasPlanId()) {
            known.get()
                    .setTagValue(
                            LogicalPlan$.MODULE$.PLAN_ID_TAG(),
                            relation.getCommon().getPlanId());
        }
        return known.orElseGet(() -> super.transformRelation(relation, cachePlan));
    }

    /** The text of a relation that is SQL and nothing else. */
    private static Optional<String> textWithoutParameters(Relation relation) {
        return Optional.of(relation)
                .filter(Relation::hasSql)
                .map(Relation::getSql)
                // beside the text there are only parameters, in four forms
                .filter(sql -> sql.getAllFields().size() == 1)
                .map(sql -> sql.getQuery());
    }
}
