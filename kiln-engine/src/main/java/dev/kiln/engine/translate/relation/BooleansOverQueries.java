package dev.kiln.engine.translate.relation;

import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.optimizer.BooleanSimplification$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Brings negations down to where Spark has them when it makes joins of IN with a query: {@code NOT (x IN (...) AND b)} is
 * {@code x NOT IN (...) OR NOT b}, and of these two Spark's answers differ where NULL is involved.
 */
final class BooleansOverQueries {
    /** As often as Spark's optimizer would try at most. */
    private static final int MAX_ROUNDS = 100;

    private BooleansOverQueries() {}

    static LogicalPlan simplify(LogicalPlan plan) {
        LogicalPlan simplified = plan;
        for (int round = 0; round < MAX_ROUNDS && negatesQueries(simplified); round++) {
            LogicalPlan next = BooleanSimplification$.MODULE$.apply(simplified);
            if (next.fastEquals(simplified)) {
                return next;
            }
            simplified = next;
        }
        return simplified;
    }

    private static boolean negatesQueries(LogicalPlan plan) {
        return plan.exists(operator -> CollectionConverters.asJava(operator.expressions()).stream()
                .anyMatch(expression -> expression.exists(BooleansOverQueries::isNegatedQuery)));
    }

    private static boolean isNegatedQuery(Expression expression) {
        return expression instanceof Not not
                && (not.child() instanceof And || not.child() instanceof Or || not.child() instanceof Not)
                && not.child().exists(InSubquery.class::isInstance);
    }
}
