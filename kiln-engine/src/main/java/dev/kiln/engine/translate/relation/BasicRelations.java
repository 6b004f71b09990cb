package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.engine.translate.expression.Conjunction;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RebalancePartitions;
import org.apache.spark.sql.catalyst.plans.logical.Repartition;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionByExpression;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.ReturnAnswer;
import org.apache.spark.sql.catalyst.plans.logical.Subquery;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Projections, filters, and operators that mean nothing for the rows. */
final class BasicRelations {
    private BasicRelations() {}

    static void register(RelationRegistry.Builder builder) {
        builder.add(Project.class, BasicRelations::project);
        builder.add(Filter.class, BasicRelations::filter);
        builder.add(SubqueryAlias.class, (plan, scope) -> scope.translate(plan.child()));
        builder.add(View.class, (plan, scope) -> scope.translate(plan.child()));
        builder.add(ResolvedHint.class, (plan, scope) -> scope.translate(plan.child()));
        builder.add(Repartition.class, (plan, scope) -> scope.translate(plan.child()));
        builder.add(RepartitionByExpression.class, (plan, scope) -> scope.translate(plan.child()));
        builder.add(RebalancePartitions.class, (plan, scope) -> scope.translate(plan.child()));
        builder.add(Subquery.class, (plan, scope) -> scope.translate(plan.child()));
        builder.add(ReturnAnswer.class, (plan, scope) -> scope.translate(plan.child()));
        builder.add(CollectMetrics.class, (plan, scope) -> scope.translate(plan.child()));
        builder.add(EventTimeWatermark.class, (plan, scope) -> scope.translate(plan.child()));
    }

    private static QueryBlock project(Project plan, PlanScope scope) {
        PlanInput input = scope.input(plan.child());
        return input.select(items(plan.projectList(), scope.expressions(input, new RowIdRule())));
    }

    static List<SelectItem> items(Seq<NamedExpression> expressions, ExpressionScope scope) {
        List<SelectItem> items = new ArrayList<>();
        for (NamedExpression expression : CollectionConverters.asJava(expressions)) {
            items.add(new SelectItem(
                    scope.translate((org.apache.spark.sql.catalyst.expressions.Expression) expression),
                    Columns.name(expression.exprId())));
        }
        return items;
    }

    private static QueryBlock filter(Filter plan, PlanScope scope) {
        PlanInput input = scope.input(plan.child());
        return input.pass(plan.child().output())
                .andWhere(Conjunction.translate(plan.condition(), scope.expressions(input)));
    }
}
