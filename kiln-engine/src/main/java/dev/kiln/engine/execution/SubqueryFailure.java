package dev.kiln.engine.execution;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.errors.QueryExecutionErrors;
import scala.jdk.javaapi.CollectionConverters;

/** The error of a scalar subquery that gave more than one row. */
final class SubqueryFailure {
    private SubqueryFailure() {}

    /** DuckDB does not say which subquery failed, so only that of a plan with a single one shows its place. */
    static Throwable in(LogicalPlan plan) {
        List<ScalarSubquery> subqueries = new ArrayList<>();
        collect(plan, subqueries);
        if (subqueries.size() != 1) {
            return QueryExecutionErrors.multipleRowScalarSubqueryError(null);
        }
        ScalarSubquery subquery = subqueries.get(0);
        return subquery.isCorrelated()
                ? QueryExecutionErrors.scalarSubqueryReturnsMultipleRows()
                : QueryExecutionErrors.multipleRowScalarSubqueryError(
                        subquery.origin().context());
    }

    private static void collect(LogicalPlan plan, List<ScalarSubquery> subqueries) {
        CollectionConverters.asJava(plan.expressions()).forEach(expression -> collect(expression, subqueries));
        CollectionConverters.asJava(plan.children()).forEach(child -> collect(child, subqueries));
    }

    private static void collect(Expression expression, List<ScalarSubquery> subqueries) {
        if (expression instanceof SubqueryExpression subquery) {
            collect(subquery.plan(), subqueries);
        }
        if (expression instanceof ScalarSubquery scalar) {
            subqueries.add(scalar);
        }
        CollectionConverters.asJava(expression.children()).forEach(child -> collect(child, subqueries));
    }
}
