package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.expression.ExpressionScope;
import java.util.List;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.sql.catalyst.expressions.ScalarSubquery;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Settings that bring back wrong answers of earlier versions of Spark for correlated aggregates. The answers follow from how
 * Spark turned such queries into joins, which is not done here.
 */
final class SubquerySettings {
    private static final List<ConfigEntry<Object>> OF_SCALARS =
            List.of(SQLConf.LEGACY_SCALAR_SUBQUERY_COUNT_BUG_HANDLING());
    private static final List<ConfigEntry<Object>> OF_GROUPED_SCALARS = List.of(
            SQLConf.DECORRELATE_SUBQUERY_LEGACY_INCORRECT_COUNT_HANDLING_ENABLED(),
            SQLConf.LEGACY_SCALAR_SUBQUERY_ALLOW_GROUP_BY_NON_EQUALITY_CORRELATED_PREDICATE());
    private static final List<ConfigEntry<Object>> OF_PREDICATES =
            List.of(SQLConf.DECORRELATE_EXISTS_IN_SUBQUERY_LEGACY_INCORRECT_COUNT_HANDLING_ENABLED());

    private SubquerySettings() {}

    /** Refuses a query inside an expression if a setting asks for an old answer to it. */
    static void screen(SubqueryExpression subquery, ExpressionScope scope) {
        if (!subquery.isCorrelated()) {
            return;
        }
        boolean scalar = subquery instanceof ScalarSubquery;
        if (holdsAggregate(subquery.plan(), false)) {
            refuse(scalar ? OF_SCALARS : OF_PREDICATES, scope);
        }
        if (scalar && holdsAggregate(subquery.plan(), true)) {
            refuse(OF_GROUPED_SCALARS, scope);
        }
    }

    private static boolean holdsAggregate(LogicalPlan plan, boolean grouped) {
        return plan.exists(node -> node instanceof Aggregate aggregate
                && !(grouped && aggregate.groupingExpressions().isEmpty()));
    }

    private static void refuse(List<ConfigEntry<Object>> settings, ExpressionScope scope) {
        for (ConfigEntry<Object> setting : settings) {
            if ((Boolean) scope.options().conf().getConf(setting)) {
                scope.assembly()
                        .refuse(
                                "setting." + setting.key(),
                                "Correlated aggregates as " + setting.key() + " wants them.");
            }
        }
    }
}
