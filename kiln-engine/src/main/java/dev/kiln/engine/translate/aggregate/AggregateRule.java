package dev.kiln.engine.translate.aggregate;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.LeafRule;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.Quantifier;
import dev.kiln.sql.SqlExpr;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;

/** Aggregates over the rows of a group. */
public final class AggregateRule implements LeafRule {
    @Override
    public boolean accepts(Expression expression) {
        return expression instanceof AggregateExpression;
    }

    @Override
    public SqlExpr translate(Expression expression, ExpressionScope scope) {
        return translate((AggregateExpression) expression, scope, call -> call);
    }

    /** Translates an aggregate whose calls are put where the placement says. */
    static SqlExpr translate(
            AggregateExpression aggregate, ExpressionScope scope, Function<AggregateCall, SqlExpr> placement) {
        Optional<SqlExpr> filter = aggregate.filter().isDefined()
                ? Optional.of(scope.translate(aggregate.filter().get()))
                : Optional.empty();
        AggregateInput input = new AggregateInput(
                scope, aggregate.isDistinct() ? Quantifier.DISTINCT : Quantifier.ALL, filter, placement);
        return AggregateRegistry.standard().translate(aggregate.aggregateFunction(), input);
    }
}
