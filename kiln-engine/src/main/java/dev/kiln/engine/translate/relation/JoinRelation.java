package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.expression.Conjunction;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.LeafRule;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.FromItem.Correlation;
import dev.kiln.sql.FromItem.JoinType;
import dev.kiln.sql.Literal;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlTrees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.Cross$;
import org.apache.spark.sql.catalyst.plans.FullOuter$;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.RightOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import scala.Option;

/** Joins of two relations. */
final class JoinRelation implements RelationTranslator<Join> {
    private static final Map<org.apache.spark.sql.catalyst.plans.JoinType, JoinType> TYPES = Map.of(
            Inner$.MODULE$, JoinType.INNER,
            Cross$.MODULE$, JoinType.INNER,
            LeftOuter$.MODULE$, JoinType.LEFT,
            RightOuter$.MODULE$, JoinType.RIGHT,
            FullOuter$.MODULE$, JoinType.FULL,
            LeftSemi$.MODULE$, JoinType.SEMI,
            LeftAnti$.MODULE$, JoinType.ANTI);

    @Override
    public QueryBlock translate(Join plan, PlanScope scope) {
        JoinSubqueries.check(plan, scope);
        PlanInput left = scope.item(plan.left());
        PlanInput right = scope.item(plan.right());
        Optional<JoinType> type = type(plan.joinType(), scope);
        if (type.isEmpty()) {
            return scope.empty(plan.output());
        }
        PlanInput joined =
                join(left, type.get(), right, Correlation.NONE, plan.condition(), scope, new JoinInRule(plan, scope));
        return joined.pass(plan.output());
    }

    /** DuckDB's kind of a join; another kind is refused. */
    static Optional<JoinType> type(org.apache.spark.sql.catalyst.plans.JoinType type, PlanScope scope) {
        JoinType known = TYPES.get(type);
        if (known == null) {
            scope.assembly().refuse("relation.join", "The join type " + type.sql() + " is not supported.");
        }
        return Optional.ofNullable(known);
    }

    static PlanInput join(
            PlanInput left,
            JoinType type,
            PlanInput right,
            Correlation correlation,
            Option<Expression> condition,
            PlanScope scope,
            LeafRule... rules) {
        Map<Long, SqlExpr> columns = new LinkedHashMap<>(left.columns());
        columns.putAll(right.columns());
        ExpressionScope expressions = scope.expressions(columns, rules);
        boolean cross = type == JoinType.INNER && condition.isEmpty();
        Optional<SqlExpr> on;
        if (cross) {
            on = Optional.empty();
        } else if (condition.isEmpty()) {
            on = Optional.of(Literal.bool(true));
        } else {
            on = Optional.of(
                    SqlTrees.connect(SqlExpr.Connective.AND, Conjunction.translate(condition.get(), expressions)));
        }
        FromItem item = new FromItem.Join(
                left.requireItem(), cross ? JoinType.CROSS : type, right.requireItem(), correlation, on);
        return new PlanInput(Optional.of(item), List.of(), columns);
    }
}
