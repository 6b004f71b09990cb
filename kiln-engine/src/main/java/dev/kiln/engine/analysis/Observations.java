package dev.kiln.engine.analysis;

import dev.kiln.engine.interop.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Option;
import scala.runtime.BoxedUnit;

/**
 * Measures what a plan is to observe. Each set of metrics is an aggregation over the rows below it and runs as a query of
 * its own, so the plan itself runs as if it observed nothing.
 */
public final class Observations {
    private Observations() {}

    /** Runs the plan's observations, if it has any. */
    public static List<Observation> measure(LogicalPlan plan, QueryRunner runner, QueryContext context) {
        List<CollectMetrics> nodes = new ArrayList<>();
        plan.foreach(node -> {
            if (node instanceof CollectMetrics metrics) {
                nodes.add(metrics);
            }
            return BoxedUnit.UNIT;
        });
        return nodes.stream().map(node -> measure(node, runner, context)).toList();
    }

    private static Observation measure(CollectMetrics node, QueryRunner runner, QueryContext context) {
        LogicalPlan aggregate = new Aggregate(Seqs.empty(), node.metrics(), node.child(), Option.empty());
        OperationScope scope = OperationScope.current();
        try (RunnableQuery query = runner.prepare(aggregate, context)) {
            scope.started(query);
            try (QueryRows rows = query.rows()) {
                if (!rows.hasNext()) {
                    throw new IllegalStateException("an aggregation without keys returned no row");
                }
                Row values = (Row) CatalystTypeConverters.createToScalaConverter(aggregate.schema())
                        .apply(rows.next());
                return new Observation(node.name(), node.dataframeId(), values);
            } finally {
                scope.ended(query);
            }
        }
    }
}
