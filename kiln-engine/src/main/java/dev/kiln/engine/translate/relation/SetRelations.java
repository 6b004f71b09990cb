package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.GroupKeys;
import dev.kiln.engine.translate.expression.TypeTests;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.Quantifier;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlQuery;
import dev.kiln.sql.SqlQuery.SetOperator;
import dev.kiln.sql.SqlTrees;
import dev.kiln.sql.WindowCall;
import dev.kiln.sql.type.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExceptWithAntiJoin$;
import org.apache.spark.sql.catalyst.optimizer.ReplaceIntersectWithSemiJoin$;
import org.apache.spark.sql.catalyst.optimizer.RewriteExceptAll$;
import org.apache.spark.sql.catalyst.optimizer.RewriteIntersectAll$;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SetOperation;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.rules.Rule;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Set operations and the removal of equal rows. */
final class SetRelations {
    private static final List<Rule<LogicalPlan>> REWRITES = List.of(
            RewriteExceptAll$.MODULE$,
            RewriteIntersectAll$.MODULE$,
            ReplaceIntersectWithSemiJoin$.MODULE$,
            ReplaceExceptWithAntiJoin$.MODULE$);

    private SetRelations() {}

    static void register(RelationRegistry.Builder builder) {
        builder.add(
                Union.class,
                (plan, scope) -> combine(SetOperator.UNION, Quantifier.ALL, plan.children(), plan.output(), scope));
        builder.add(Except.class, (plan, scope) -> compared(plan, SetOperator.EXCEPT, plan.isAll(), scope));
        builder.add(Intersect.class, (plan, scope) -> compared(plan, SetOperator.INTERSECT, plan.isAll(), scope));
        builder.add(Distinct.class, SetRelations::distinct);
        builder.add(Deduplicate.class, SetRelations::deduplicate);
    }

    /**
     * Where DuckDB compares values in another way than Spark, or shows another of two equal zeros, the operation becomes
     * joins and groups on Spark's equality.
     */
    private static QueryBlock compared(SetOperation plan, SetOperator operator, boolean all, PlanScope scope) {
        Seq<Attribute> output = plan.left().output();
        if (allComparable(output)
                && CollectionConverters.asJava(output).stream().noneMatch(SetRelations::hasZeros)) {
            return combine(operator, all ? Quantifier.ALL : Quantifier.DISTINCT, plan.children(), plan.output(), scope);
        }
        LogicalPlan rewritten = plan;
        for (Rule<LogicalPlan> rule : REWRITES) {
            rewritten = rule.apply(rewritten);
        }
        return scope.translate(rewritten);
    }

    private static boolean hasZeros(Attribute attribute) {
        return TypeTests.isFloating(attribute.dataType()) || TypeTests.holdsFloating(attribute.dataType());
    }

    private static boolean allComparable(Seq<Attribute> attributes) {
        return CollectionConverters.asJava(attributes).stream()
                .allMatch(attribute -> TypeTests.comparesNatively(attribute.dataType()));
    }

    private static QueryBlock combine(
            SetOperator operator,
            Quantifier quantifier,
            Seq<LogicalPlan> children,
            Seq<Attribute> output,
            PlanScope scope) {
        List<String> names = PlanScope.positions(output.size());
        List<SqlQuery> inputs = new ArrayList<>();
        for (LogicalPlan child : CollectionConverters.asJava(children)) {
            inputs.add(scope.positional(child, names));
        }
        if (inputs.size() == 1) {
            return over(inputs.get(0), names, output, scope);
        }
        return over(new SqlQuery.SetOperation(operator, quantifier, inputs), names, output, scope);
    }

    private static QueryBlock over(SqlQuery query, List<String> names, Seq<Attribute> output, PlanScope scope) {
        String alias = scope.assembly().newAlias();
        return scope.over(new FromItem.Subquery(query, new FromItem.Alias(alias, names)), alias, names, output);
    }

    private static QueryBlock distinct(Distinct plan, PlanScope scope) {
        Seq<Attribute> output = plan.child().output();
        if (!allComparable(output)) {
            return firstOfEach(output, plan.child(), scope);
        }
        PlanInput input = scope.input(plan.child());
        return input.select(shown(output, output, input, scope)).withQuantifier(Quantifier.DISTINCT);
    }

    /** The output, with keys as a group shows them. */
    private static List<SelectItem> shown(
            Seq<Attribute> output, Seq<Attribute> keys, PlanInput input, PlanScope scope) {
        ExpressionScope expressions = scope.expressions(input);
        List<SelectItem> items = new ArrayList<>();
        for (Attribute attribute : CollectionConverters.asJava(output)) {
            boolean key = CollectionConverters.asJava(keys).stream()
                    .anyMatch(other -> other.exprId().equals(attribute.exprId()));
            SqlExpr value = key ? GroupKeys.shown(attribute, expressions) : input.column(attribute.exprId());
            items.add(new SelectItem(value, Columns.name(attribute.exprId())));
        }
        return items;
    }

    private static QueryBlock deduplicate(Deduplicate plan, PlanScope scope) {
        return plan.keys().isEmpty() ? limitToOne(plan.child(), scope) : firstOfEach(plan.keys(), plan.child(), scope);
    }

    private static QueryBlock limitToOne(LogicalPlan child, PlanScope scope) {
        PlanInput input = scope.input(child);
        return input.pass(child.output()).withLimit(Literal.bigint(1));
    }

    private static QueryBlock firstOfEach(Seq<Attribute> keys, LogicalPlan child, PlanScope scope) {
        PlanInput input = scope.input(child);
        List<SqlExpr> partition = new ArrayList<>();
        for (Attribute key : CollectionConverters.asJava(keys)) {
            partition.add(GroupKeys.key(key, scope.expressions(input)));
        }
        SqlExpr number = new WindowCall(
                new AggregateCall("row_number", List.of(), PrimitiveType.BIGINT),
                WindowCall.NullTreatment.RESPECT,
                partition,
                List.of(),
                Optional.empty());
        QueryBlock block = input.select(shown(child.output(), keys, input, scope));
        return new QueryBlock(
                block.from(),
                block.where(),
                Optional.empty(),
                List.of(),
                List.of(SqlTrees.compare(BinaryOperator.EQUAL, number, Literal.bigint(1))),
                block.select(),
                Quantifier.ALL,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
