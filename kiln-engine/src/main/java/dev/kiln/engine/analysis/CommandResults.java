package dev.kiln.engine.analysis;

import dev.kiln.engine.interop.Rewrite;
import org.apache.spark.sql.catalyst.plans.logical.CommandResult;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Option;

/** Makes the results of commands that have run into plain rows. */
final class CommandResults {
    private CommandResults() {}

    static LogicalPlan asRows(LogicalPlan plan) {
        return plan.transformDown(Rewrite.of(
                CommandResult.class,
                result -> new LocalRelation(result.output(), result.rows(), false, Option.empty())));
    }
}
