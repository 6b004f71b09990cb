package dev.kiln.engine;

import dev.kiln.engine.analysis.QueryContext;
import dev.kiln.engine.analysis.QueryRunner;
import dev.kiln.engine.analysis.Refusals;
import dev.kiln.engine.analysis.RunnableQuery;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Runs nothing: for tests of what is answered without a query. */
final class RefusingRunner implements QueryRunner {
    @Override
    public RunnableQuery prepare(LogicalPlan analyzed, QueryContext context) {
        throw Refusals.unsupported("test", "this test runs no query");
    }
}
