package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.FromItem.Correlation;
import dev.kiln.sql.FromItem.JoinType;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/** Joins whose right side is evaluated for each row of the left side. */
final class LateralJoinRelation implements RelationTranslator<LateralJoin> {
    @Override
    public QueryBlock translate(LateralJoin plan, PlanScope scope) {
        PlanInput left = scope.item(plan.left());
        Optional<JoinType> type = JoinRelation.type(plan.joinType(), scope);
        ExpressionScope visible = scope.expressions(left);
        LogicalPlan rightPlan = plan.right().plan();
        QueryBlock right = scope.inner(visible.columns()).translate(rightPlan);
        if (type.isEmpty()) {
            return scope.empty(plan.output());
        }
        String alias = scope.assembly().newAlias();
        List<String> names = right.select().stream().map(SelectItem::alias).toList();
        Map<Long, SqlExpr> columns = new LinkedHashMap<>();
        for (Attribute attribute : CollectionConverters.asJava(rightPlan.output())) {
            columns.put(
                    attribute.exprId().id(),
                    new SqlExpr.ColumnRef(
                            Optional.of(alias), Columns.name(attribute.exprId()), scope.carrier(attribute)));
        }
        PlanInput rightInput = new PlanInput(
                Optional.of(new FromItem.Subquery(right, new FromItem.Alias(alias, names))), List.of(), columns);
        return JoinRelation.join(left, type.get(), rightInput, Correlation.LATERAL, plan.condition(), scope)
                .pass(plan.output());
    }
}
