package dev.kiln.engine.translate.relation;

import static dev.kiln.sql.SqlTrees.not;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.LeafRule;
import dev.kiln.sql.SqlExpr;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.internal.SQLConf;
import scala.jdk.javaapi.CollectionConverters;

/**
 * IN with a query in the condition of a join, where Spark makes no join of it: it is then evaluated row by row and can be
 * NULL. This is so for constants, which belong to neither side.
 */
final class JoinInRule implements LeafRule {
    private final Join join;
    private final InPredicate predicates;
    private final boolean always;

    JoinInRule(Join join, PlanScope scope) {
        this.join = join;
        this.predicates = new InPredicate(scope);
        this.always = !(Boolean) scope.assembly()
                .options()
                .conf()
                .getConf(SQLConf.OPTIMIZE_UNCORRELATED_IN_SUBQUERIES_IN_JOIN_CONDITION());
    }

    @Override
    public boolean accepts(Expression expression) {
        Expression positive = expression instanceof Not negated ? negated.child() : expression;
        return positive instanceof InSubquery in
                && in.values().size() == 1
                && !in.query().isCorrelated()
                && (always || isConstant(in.values().head()));
    }

    @Override
    public SqlExpr translate(Expression expression, ExpressionScope scope) {
        return expression instanceof Not negated
                ? not(predicates.threeValued((InSubquery) negated.child(), scope))
                : predicates.threeValued((InSubquery) expression, scope);
    }

    private boolean isConstant(Expression value) {
        return isConstant(value, join.left()) || isConstant(value, join.right());
    }

    /** Whether the plan, whose columns the expression is made of, makes a constant of it. */
    private static boolean isConstant(Expression value, LogicalPlan plan) {
        if (value.references().isEmpty()) {
            return value.foldable();
        }
        return value.deterministic()
                && CollectionConverters.asJava(value.references().toSeq()).stream()
                        .allMatch(attribute -> isConstantColumn(attribute, plan));
    }

    /** Whether the plan gives the attribute a constant value. */
    private static boolean isConstantColumn(Attribute attribute, LogicalPlan plan) {
        if (plan instanceof SubqueryAlias || plan instanceof View || plan instanceof Filter) {
            return isConstantColumn(attribute, plan.children().head());
        }
        if (!(plan instanceof Project project)) {
            return false;
        }
        for (NamedExpression item : CollectionConverters.asJava(project.projectList())) {
            if (item instanceof Alias alias && alias.exprId().equals(attribute.exprId())) {
                return isConstant(alias.child(), project.child());
            }
        }
        return isConstantColumn(attribute, project.child());
    }
}
