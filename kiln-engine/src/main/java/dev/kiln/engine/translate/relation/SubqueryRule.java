package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.LeafRule;
import dev.kiln.engine.translate.expression.TypeTests;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SqlExpr;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/** Queries inside expressions; what they say of the query around them is left for DuckDB to take apart. */
final class SubqueryRule implements LeafRule {
    private final PlanScope plans;

    SubqueryRule(PlanScope plans) {
        this.plans = plans;
    }

    @Override
    public boolean accepts(Expression expression) {
        return expression instanceof ScalarSubquery || expression instanceof Exists || expression instanceof InSubquery;
    }

    @Override
    public SqlExpr translate(Expression expression, ExpressionScope scope) {
        if (expression instanceof ScalarSubquery subquery) {
            QueryBlock query = query(subquery.plan(), 1, scope);
            return new SqlExpr.ScalarSubquery(
                    query, query.select().get(0).value().type());
        }
        if (expression instanceof Exists exists) {
            return new SqlExpr.Exists(plans.inner(scope.columns()).translate(exists.plan()));
        }
        InSubquery in = (InSubquery) expression;
        for (Expression value : CollectionConverters.asJava(in.values())) {
            if (!TypeTests.comparesNatively(value.dataType())) {
                scope.assembly()
                        .refuse(
                                "expression.in_subquery",
                                "IN with a query cannot compare values of type "
                                        + value.dataType().sql() + ".");
            }
        }
        int width = in.values().size();
        return new SqlExpr.InSubquery(
                scope.translateAll(in.values()), query(in.query().plan(), width, scope));
    }

    private QueryBlock query(LogicalPlan plan, int width, ExpressionScope scope) {
        return plans.inner(scope.columns()).positional(plan, PlanScope.positions(width));
    }
}
