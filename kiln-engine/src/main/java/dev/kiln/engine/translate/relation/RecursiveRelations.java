package dev.kiln.engine.translate.relation;

import static dev.kiln.sql.SqlTrees.binary;
import static dev.kiln.sql.SqlTrees.choose;
import static dev.kiln.sql.SqlTrees.compare;

import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.Quantifier;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlQuery;
import dev.kiln.sql.WindowCall;
import dev.kiln.sql.WindowCall.NullTreatment;
import dev.kiln.sql.type.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.CreateMap;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionWithRandomSeed;
import org.apache.spark.sql.catalyst.expressions.RaiseError;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnionLoop;
import org.apache.spark.sql.catalyst.plans.logical.UnionLoopRef;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Queries that read their own rows. Each row also carries the number of the step that made it and the count of rows so
 * far, so that the steps end at Spark's limits, with Spark's errors.
 */
final class RecursiveRelations {
    private static final String STEP = "step";
    private static final String TOTAL = "total";
    private static final PrimitiveType BIGINT = PrimitiveType.BIGINT;
    private static final int NO_LIMIT = -1;

    private RecursiveRelations() {}

    static void register(RelationRegistry.Builder builder) {
        builder.add(UnionLoop.class, RecursiveRelations::loop);
        builder.add(UnionLoopRef.class, RecursiveRelations::reference);
    }

    private static String name(long id) {
        return "loop" + id;
    }

    private static QueryBlock reference(UnionLoopRef plan, PlanScope scope) {
        String alias = scope.assembly().newAlias();
        FromItem item = new FromItem.Table(List.of(name(plan.loopId())), new FromItem.Alias(alias));
        return scope.over(item, alias, PlanScope.positions(plan.output().size()), plan.output());
    }

    private static QueryBlock loop(UnionLoop plan, PlanScope scope) {
        if (plan.recursion().exists(RecursiveRelations::drawsFromSeed)) {
            scope.assembly().refuse("relation.recursion", "Seeds that change from step to step are not supported.");
        }
        Limits limits = Limits.of(plan, scope.assembly().options().conf());
        List<String> names = PlanScope.positions(plan.output().size());
        QueryBlock anchor = counted(
                scope.positional(plan.anchor(), names),
                names,
                new Progress(Literal.bigint(0), Literal.bigint(0)),
                List.of(),
                scope);
        Progress last = new Progress(last(plan.id(), STEP, scope), last(plan.id(), TOTAL, scope));
        List<SqlExpr> conditions = new ArrayList<>();
        limits.steps().ifPresent(limit -> conditions.add(below(last.step(), limit)));
        limits.enough().or(limits::rows).ifPresent(limit -> conditions.add(below(last.total(), limit)));
        QueryBlock recursion = counted(
                scope.positional(plan.recursion(), names),
                names,
                new Progress(binary(BinaryOperator.ADD, last.step(), Literal.bigint(1), BIGINT), last.total()),
                conditions,
                scope);
        List<String> columns = new ArrayList<>(names);
        columns.add(STEP);
        columns.add(TOTAL);
        SqlQuery steps =
                new SqlQuery.SetOperation(SqlQuery.SetOperator.UNION, Quantifier.ALL, List.of(anchor, recursion));
        SqlQuery.CommonTable table =
                new SqlQuery.CommonTable(name(plan.id()), columns, SqlQuery.Materialization.DEFAULT, steps);
        return result(plan, table, limits, scope);
    }

    private static boolean drawsFromSeed(LogicalPlan operator) {
        return CollectionConverters.asJava(operator.expressions()).stream()
                .anyMatch(expression -> expression.exists(ExpressionWithRandomSeed.class::isInstance));
    }

    /** What a row says of the loop: which step made it, and how many rows there were after that step. */
    private record Progress(SqlExpr step, SqlExpr total) {}

    /**
     * Where a loop ends.
     *
     * @param steps so many steps are too many
     * @param rows so many rows are too many
     * @param enough nobody reads more rows than these
     */
    private record Limits(Optional<Integer> steps, Optional<Integer> rows, Optional<Integer> enough) {
        static Limits of(UnionLoop plan, SQLConf conf) {
            int steps = plan.maxDepth().isDefined()
                    ? (Integer) plan.maxDepth().get()
                    : (Integer) conf.getConf(SQLConf.CTE_RECURSION_LEVEL_LIMIT());
            if (plan.limit().isDefined()) {
                return new Limits(present(steps), Optional.empty(), present((Integer)
                        plan.limit().get()));
            }
            int rows = (Integer) conf.getConf(SQLConf.CTE_RECURSION_ROW_LIMIT());
            return new Limits(present(steps), present(rows), Optional.empty());
        }

        private static Optional<Integer> present(int limit) {
            return limit == NO_LIMIT ? Optional.empty() : Optional.of(limit);
        }
    }

    private static SqlExpr below(SqlExpr value, int limit) {
        return compare(BinaryOperator.LESS, value, Literal.bigint(limit));
    }

    private static QueryBlock counted(
            QueryBlock block, List<String> names, Progress progress, List<SqlExpr> conditions, PlanScope scope) {
        String alias = scope.assembly().newAlias();
        List<SelectItem> items = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            SqlExpr value = new SqlExpr.ColumnRef(
                    Optional.of(alias),
                    names.get(i),
                    block.select().get(i).value().type());
            items.add(new SelectItem(value, names.get(i)));
        }
        items.add(new SelectItem(progress.step(), STEP));
        SqlExpr added = new WindowCall(
                new AggregateCall("count", List.of(), BIGINT),
                NullTreatment.RESPECT,
                List.of(),
                List.of(),
                Optional.empty());
        items.add(new SelectItem(binary(BinaryOperator.ADD, progress.total(), added, BIGINT), TOTAL));
        return QueryBlock.of(new FromItem.Subquery(block, new FromItem.Alias(alias)), items)
                .andWhere(conditions);
    }

    private static SqlExpr last(long id, String column, PlanScope scope) {
        String alias = scope.assembly().newAlias();
        SqlExpr value = new SqlExpr.ColumnRef(Optional.of(alias), column, BIGINT);
        return new SqlExpr.ScalarSubquery(
                QueryBlock.of(
                        new FromItem.Table(List.of(name(id)), new FromItem.Alias(alias)),
                        List.of(new SelectItem(new AggregateCall("max", List.of(value), BIGINT), column))),
                BIGINT);
    }

    private static QueryBlock result(UnionLoop plan, SqlQuery.CommonTable table, Limits limits, PlanScope scope) {
        String inner = scope.assembly().newAlias();
        List<SelectItem> columns = new ArrayList<>();
        for (String column : table.columns()) {
            columns.add(new SelectItem(new SqlExpr.ColumnRef(Optional.of(inner), column, BIGINT), column));
        }
        SqlQuery with = new SqlQuery.With(
                SqlQuery.Recursion.RECURSIVE,
                List.of(table),
                QueryBlock.of(new FromItem.Table(List.of(table.name()), new FromItem.Alias(inner)), columns));
        String alias = scope.assembly().newAlias();
        FromItem item = new FromItem.Subquery(with, new FromItem.Alias(alias));
        QueryBlock block =
                scope.over(item, alias, PlanScope.positions(plan.output().size()), plan.output());
        List<SqlExpr> checks = new ArrayList<>();
        limits.steps()
                .ifPresent(limit ->
                        checks.add(below(alias, STEP, limit, "RECURSION_LEVEL_LIMIT_EXCEEDED", "levelLimit", scope)));
        limits.rows()
                .ifPresent(limit ->
                        checks.add(below(alias, TOTAL, limit, "RECURSION_ROW_LIMIT_EXCEEDED", "rowLimit", scope)));
        return block.andWhere(checks);
    }

    /** Fails with the condition for a row that is not below the limit. */
    private static SqlExpr below(
            String alias, String column, int limit, String condition, String parameter, PlanScope scope) {
        Expression parameters = new CreateMap(
                CollectionConverters.asScala(List.<Expression>of(text(parameter), text(Integer.toString(limit))))
                        .toList(),
                false);
        Expression error = new RaiseError(text(condition), parameters, DataTypes.BooleanType);
        ExpressionScope expressions =
                new ExpressionScope(scope.assembly(), Columns.none().with(Map.of()), List.of());
        return choose(
                below(new SqlExpr.ColumnRef(Optional.of(alias), column, BIGINT), limit),
                Literal.bool(true),
                expressions.bridge(error));
    }

    private static Expression text(String value) {
        return new org.apache.spark.sql.catalyst.expressions.Literal(
                UTF8String.fromString(value), DataTypes.StringType);
    }
}
