package dev.kiln.engine.translate.expression;

import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tells which arguments a native form may name several times. DuckDB computes equal deterministic expressions once, but
 * text that repeats itself at every level of a tree grows without bound.
 */
final class Duplication {
    private static final int MAX_NODES = 12;

    private Duplication() {}

    /** Whether an expression is small. */
    static boolean isCheap(Expression expression) {
        return nodes(expression, MAX_NODES) <= MAX_NODES;
    }

    /** Counts nodes; stops soon after the limit. */
    private static int nodes(Expression expression, int limit) {
        int count = 1;
        for (Expression child : CollectionConverters.asJava(expression.children())) {
            if (count > limit) {
                return count;
            }
            count += nodes(child, limit - count);
        }
        return count;
    }
}
