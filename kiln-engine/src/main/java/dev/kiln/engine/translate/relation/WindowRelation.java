package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.aggregate.WindowTranslation;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.LeafRule;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.plans.logical.Window;

/** Columns over windows, beside those of the input. */
final class WindowRelation implements RelationTranslator<Window> {
    @Override
    public QueryBlock translate(Window plan, PlanScope scope) {
        PlanInput input = scope.input(plan.child());
        List<SelectItem> items = new ArrayList<>(input.items(plan.child().output()));
        items.addAll(BasicRelations.items(plan.windowExpressions(), scope.expressions(input, new WindowRule())));
        return input.select(items);
    }

    /** Functions over the rows of a window. */
    private static final class WindowRule implements LeafRule {
        @Override
        public boolean accepts(Expression expression) {
            return expression instanceof WindowExpression;
        }

        @Override
        public SqlExpr translate(Expression expression, ExpressionScope scope) {
            return WindowTranslation.translate((WindowExpression) expression, scope);
        }
    }
}
