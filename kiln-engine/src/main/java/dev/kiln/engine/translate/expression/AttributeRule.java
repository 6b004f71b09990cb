package dev.kiln.engine.translate.expression;

import dev.kiln.sql.SqlExpr;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** A column of the input. */
public final class AttributeRule implements LeafRule {
    @Override
    public boolean accepts(Expression expression) {
        return expression instanceof Attribute;
    }

    @Override
    public SqlExpr translate(Expression expression, ExpressionScope scope) {
        Attribute attribute = (Attribute) expression;
        return scope.columns()
                .findAnywhere(attribute.exprId())
                .orElseThrow(() -> new IllegalStateException("no column stands for " + attribute));
    }
}
