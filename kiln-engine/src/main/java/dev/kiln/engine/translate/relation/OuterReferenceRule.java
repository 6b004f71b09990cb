package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.LeafRule;
import dev.kiln.sql.SqlExpr;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.OuterReference;

/** A column of a query around this one. */
final class OuterReferenceRule implements LeafRule {
    @Override
    public boolean accepts(Expression expression) {
        return expression instanceof OuterReference;
    }

    @Override
    public SqlExpr translate(Expression expression, ExpressionScope scope) {
        OuterReference reference = (OuterReference) expression;
        return scope.columns()
                .findOuter(reference.exprId())
                .orElseThrow(() -> new IllegalStateException("no outer column stands for " + reference));
    }
}
