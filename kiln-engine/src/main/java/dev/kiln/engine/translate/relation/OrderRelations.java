package dev.kiln.engine.translate.relation;

import static dev.kiln.sql.SqlTrees.binary;
import static dev.kiln.sql.SqlTrees.compare;

import dev.kiln.engine.translate.expression.SortKeys;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.WindowCall;
import dev.kiln.sql.WindowCall.NullTreatment;
import dev.kiln.sql.type.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Tail;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Orders, and parts of the rows in their order. */
final class OrderRelations {
    private static final String NUMBER = "row_number";
    private static final String COUNT = "row_count";
    private static final int RANDOM_BITS = 53;

    private OrderRelations() {}

    static void register(RelationRegistry.Builder builder) {
        builder.add(Sort.class, OrderRelations::sort);
        builder.add(GlobalLimit.class, OrderRelations::globalLimit);
        builder.add(LocalLimit.class, (plan, scope) -> limit(plan.child(), plan.limitExpr(), scope));
        builder.add(Offset.class, OrderRelations::offset);
        builder.add(Tail.class, OrderRelations::tail);
        builder.add(Sample.class, OrderRelations::sample);
    }

    private static QueryBlock sort(Sort plan, PlanScope scope) {
        PlanInput input = scope.input(plan.child());
        QueryBlock block = input.pass(plan.child().output());
        return block.withOrderBy(SortKeys.translate(plan.order(), scope.expressions(input)));
    }

    /** The limits of partitions that stand below the limit of the whole mean nothing. */
    private static QueryBlock globalLimit(GlobalLimit plan, PlanScope scope) {
        LogicalPlan child = plan.child() instanceof LocalLimit local ? local.child() : plan.child();
        return limit(child, plan.limitExpr(), scope);
    }

    private static QueryBlock limit(LogicalPlan child, Expression limit, PlanScope scope) {
        QueryBlock block = scope.translate(child);
        if (block.limit().isPresent()) {
            block = PlanInput.of(block, scope.assembly().newAlias()).pass(child.output());
        }
        return block.withLimit(count(limit));
    }

    private static QueryBlock offset(Offset plan, PlanScope scope) {
        QueryBlock block = scope.translate(plan.child());
        if (block.limit().isPresent() || block.offset().isPresent()) {
            block = PlanInput.of(block, scope.assembly().newAlias())
                    .pass(plan.child().output());
        }
        return block.withOffset(count(plan.offsetExpr()));
    }

    private static SqlExpr count(Expression expression) {
        return Literal.bigint(((Number) expression.eval(null)).longValue());
    }

    private static QueryBlock tail(Tail plan, PlanScope scope) {
        SqlExpr count = count(plan.limitExpr());
        AggregateCall all = new AggregateCall("count", List.of(), PrimitiveType.BIGINT);
        PlanInput numbered = numbered(plan.child(), List.of(new SelectItem(over(all), COUNT)), scope);
        String alias = alias(numbered);
        SqlExpr before = binary(BinaryOperator.SUBTRACT, column(alias, COUNT), count, PrimitiveType.BIGINT);
        return numbered.pass(plan.child().output())
                .andWhere(List.of(compare(BinaryOperator.GREATER, column(alias, NUMBER), before)));
    }

    /**
     * Draws rows by a number that is made of the seed and the place of the row, so that samples with one seed and
     * adjoining bounds share no row.
     */
    private static QueryBlock sample(Sample plan, PlanScope scope) {
        if (plan.withReplacement()) {
            scope.assembly().refuse("relation.sample", "Sampling with replacement is not supported.");
            scope.translate(plan.child());
            return scope.empty(plan.output());
        }
        PlanInput numbered = numbered(plan.child(), List.of(), scope);
        long seed = plan.seed().isDefined() ? (Long) plan.seed().get() : System.nanoTime();
        SqlExpr hash = new SqlExpr.Call(
                "hash", List.of(column(alias(numbered), NUMBER), Literal.bigint(seed)), PrimitiveType.UBIGINT);
        SqlExpr bits = binary(
                BinaryOperator.SHIFT_RIGHT,
                hash,
                Literal.whole(Long.SIZE - RANDOM_BITS, PrimitiveType.UBIGINT),
                PrimitiveType.UBIGINT);
        SqlExpr random = binary(
                BinaryOperator.DIVIDE,
                new SqlExpr.Cast(bits, PrimitiveType.DOUBLE),
                Literal.floating(Math.pow(2, RANDOM_BITS)),
                PrimitiveType.DOUBLE);
        return numbered.pass(plan.child().output())
                .andWhere(List.of(
                        compare(BinaryOperator.GREATER_OR_EQUAL, random, Literal.floating(plan.lowerBound())),
                        compare(BinaryOperator.LESS, random, Literal.floating(plan.upperBound()))));
    }

    /** The rows of a plan with their numbers from 1 and further columns. */
    private static PlanInput numbered(LogicalPlan child, List<SelectItem> more, PlanScope scope) {
        PlanInput input = scope.input(child);
        Seq<Attribute> output = child.output();
        List<SelectItem> items = new ArrayList<>(input.items(output));
        items.add(new SelectItem(over(new AggregateCall("row_number", List.of(), PrimitiveType.BIGINT)), NUMBER));
        items.addAll(more);
        QueryBlock block = input.select(items);
        String alias = scope.assembly().newAlias();
        List<String> names = block.select().stream().map(SelectItem::alias).toList();
        FromItem item = new FromItem.Subquery(block, new FromItem.Alias(alias, names));
        PlanInput over = PlanInput.of(
                scope.over(item, alias, names, distinct(output)),
                scope.assembly().newAlias());
        return new PlanInput(Optional.of(item), List.of(), over.columns());
    }

    private static Seq<Attribute> distinct(Seq<Attribute> output) {
        List<Attribute> distinct = new ArrayList<>();
        for (Attribute attribute : CollectionConverters.asJava(output)) {
            if (distinct.stream().noneMatch(known -> known.exprId().equals(attribute.exprId()))) {
                distinct.add(attribute);
            }
        }
        return CollectionConverters.asScala(distinct).toList();
    }

    private static String alias(PlanInput numbered) {
        return ((FromItem.Subquery) numbered.requireItem()).alias().name();
    }

    private static SqlExpr column(String alias, String name) {
        return new SqlExpr.ColumnRef(Optional.of(alias), name, PrimitiveType.BIGINT);
    }

    private static SqlExpr over(AggregateCall function) {
        return new WindowCall(function, NullTreatment.RESPECT, List.of(), List.of(), Optional.empty());
    }
}
