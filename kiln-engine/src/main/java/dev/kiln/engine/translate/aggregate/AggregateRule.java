package dev.kiln.engine.translate.aggregate;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.Fallibility;
import dev.kiln.engine.translate.expression.LeafRule;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.Quantifier;
import dev.kiln.sql.SqlExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import scala.jdk.javaapi.CollectionConverters;

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
        return AggregateRegistry.standard().translate(guarded(aggregate, scope), input);
    }

    /** DuckDB evaluates arguments before it filters; Spark does not evaluate those of rows that are left out. */
    private static AggregateFunction guarded(AggregateExpression aggregate, ExpressionScope scope) {
        AggregateFunction function = aggregate.aggregateFunction();
        List<Expression> arguments = CollectionConverters.asJava(function.children());
        if (aggregate.filter().isEmpty()
                || arguments.stream().noneMatch(argument -> Fallibility.canFail(argument, scope))) {
            return function;
        }
        List<Expression> guarded = new ArrayList<>();
        for (Expression argument : arguments) {
            guarded.add(
                    argument.foldable() || argument instanceof SortOrder
                            ? argument
                            : new If(aggregate.filter().get(), argument, new Literal(null, argument.dataType())));
        }
        return (AggregateFunction)
                function.withNewChildren(CollectionConverters.asScala(guarded).toList());
    }
}
