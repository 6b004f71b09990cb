package dev.kiln.engine.analysis;

import dev.kiln.spi.UnsupportedPlanException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Runs resolved queries: the one way in which Kiln executes a plan. Safe for use by many threads. */
public interface QueryRunner {
    /**
     * Translates a query. Nothing runs and nothing is read yet.
     *
     * @param analyzed a resolved plan that holds no command; must not be changed
     * @throws UnsupportedPlanException with every reason why the plan cannot be run
     */
    RunnableQuery prepare(LogicalPlan analyzed, QueryContext context);
}
