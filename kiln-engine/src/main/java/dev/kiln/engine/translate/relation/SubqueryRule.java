package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.LeafRule;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SqlExpr;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;

/** Queries inside expressions; what they say of the query around them is left for DuckDB to take apart. */
final class SubqueryRule implements LeafRule {
    private final PlanScope plans;
    private final InPredicate predicates;

    SubqueryRule(PlanScope plans) {
        this.plans = plans;
        this.predicates = new InPredicate(plans);
    }

    @Override
    public boolean accepts(Expression expression) {
        return expression instanceof ScalarSubquery
                || expression instanceof Exists
                || expression instanceof InSubquery
                || expression instanceof Not not && not.child() instanceof InSubquery;
    }

    @Override
    public SqlExpr translate(Expression expression, ExpressionScope scope) {
        if (expression instanceof ScalarSubquery subquery) {
            SubquerySettings.screen(subquery, scope);
            QueryBlock query = plans.inner(scope.columns()).positional(subquery.plan(), PlanScope.positions(1));
            return new SqlExpr.ScalarSubquery(
                    query, query.select().get(0).value().type());
        }
        if (expression instanceof Exists exists) {
            SubquerySettings.screen(exists, scope);
            return new SqlExpr.Exists(plans.inner(scope.columns()).translate(exists.plan()));
        }
        return expression instanceof Not negated
                ? predicates.translate((InSubquery) negated.child(), InPredicate.Sense.NOT_IN, scope)
                : predicates.translate((InSubquery) expression, InPredicate.Sense.IN, scope);
    }
}
