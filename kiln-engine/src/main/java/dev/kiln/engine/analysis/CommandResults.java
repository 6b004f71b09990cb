package dev.kiln.engine.analysis;

import org.apache.spark.sql.catalyst.plans.logical.CommandResult;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.Option;
import scala.runtime.AbstractPartialFunction;

/** Makes the results of commands that have run into plain rows. */
final class CommandResults extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    private CommandResults() {}

    static LogicalPlan asRows(LogicalPlan plan) {
        return plan.transformDown(new CommandResults());
    }

    @Override
    public boolean isDefinedAt(LogicalPlan plan) {
        return plan instanceof CommandResult;
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        CommandResult result = (CommandResult) plan;
        return new LocalRelation(result.output(), result.rows(), false, Option.empty());
    }
}
