package dev.kiln.engine.translate.expression;

import dev.kiln.sql.SqlExpr;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * Translates expressions that mean something only where they stand, such as columns, subqueries and aggregates. They
 * are never bridged; where they are part of a bridged expression they are its arguments.
 */
public interface LeafRule {
    boolean accepts(Expression expression);

    SqlExpr translate(Expression expression, ExpressionScope scope);
}
