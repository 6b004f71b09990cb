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
import dev.kiln.sql.type.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.CreateMap;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.RaiseError;
import org.apache.spark.sql.catalyst.plans.logical.UnionLoop;
import org.apache.spark.sql.catalyst.plans.logical.UnionLoopRef;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Queries that read their own rows. Each row also carries the number of the step that made it, so that the steps end at
 * Spark's limit, with Spark's error.
 */
final class RecursiveRelations {
    private static final String STEP = "step";
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
        List<String> names = PlanScope.positions(plan.output().size());
        QueryBlock anchor = stepped(scope.positional(plan.anchor(), names), names, Literal.bigint(0), List.of(), scope);
        SqlExpr last = lastStep(plan.id(), scope);
        int limit = stepLimit(plan, scope.assembly().options().conf());
        List<SqlExpr> conditions =
                limit == NO_LIMIT ? List.of() : List.of(compare(BinaryOperator.LESS, last, Literal.bigint(limit)));
        QueryBlock recursion = stepped(
                scope.positional(plan.recursion(), names),
                names,
                binary(BinaryOperator.ADD, last, Literal.bigint(1), BIGINT),
                conditions,
                scope);
        List<String> columns = new ArrayList<>(names);
        columns.add(STEP);
        SqlQuery steps =
                new SqlQuery.SetOperation(SqlQuery.SetOperator.UNION, Quantifier.ALL, List.of(anchor, recursion));
        SqlQuery.CommonTable table =
                new SqlQuery.CommonTable(name(plan.id()), columns, SqlQuery.Materialization.DEFAULT, steps);
        return result(plan, table, limit, scope);
    }

    private static int stepLimit(UnionLoop plan, SQLConf conf) {
        return plan.maxDepth().isDefined()
                ? (Integer) plan.maxDepth().get()
                : (Integer) conf.getConf(SQLConf.CTE_RECURSION_LEVEL_LIMIT());
    }

    private static QueryBlock stepped(
            QueryBlock block, List<String> names, SqlExpr step, List<SqlExpr> conditions, PlanScope scope) {
        String alias = scope.assembly().newAlias();
        List<SelectItem> items = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            SqlExpr value = new SqlExpr.ColumnRef(
                    Optional.of(alias),
                    names.get(i),
                    block.select().get(i).value().type());
            items.add(new SelectItem(value, names.get(i)));
        }
        items.add(new SelectItem(step, STEP));
        return QueryBlock.of(new FromItem.Subquery(block, new FromItem.Alias(alias)), items)
                .andWhere(conditions);
    }

    private static SqlExpr lastStep(long id, PlanScope scope) {
        String alias = scope.assembly().newAlias();
        SqlExpr step = new SqlExpr.ColumnRef(Optional.of(alias), STEP, BIGINT);
        return new SqlExpr.ScalarSubquery(
                QueryBlock.of(
                        new FromItem.Table(List.of(name(id)), new FromItem.Alias(alias)),
                        List.of(new SelectItem(new AggregateCall("max", List.of(step), BIGINT), STEP))),
                BIGINT);
    }

    private static QueryBlock result(UnionLoop plan, SqlQuery.CommonTable table, int limit, PlanScope scope) {
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
        if (limit == NO_LIMIT) {
            return block;
        }
        ExpressionScope expressions =
                new ExpressionScope(scope.assembly(), Columns.none().with(Map.of()), List.of());
        SqlExpr step = new SqlExpr.ColumnRef(Optional.of(alias), STEP, BIGINT);
        return block.andWhere(List.of(choose(
                compare(BinaryOperator.GREATER_OR_EQUAL, step, Literal.bigint(limit)),
                expressions.bridge(tooDeep(limit)),
                Literal.bool(true))));
    }

    private static Expression tooDeep(int limit) {
        Expression parameters = new CreateMap(
                CollectionConverters.asScala(List.<Expression>of(text("levelLimit"), text(Integer.toString(limit))))
                        .toList(),
                false);
        return new RaiseError(text("RECURSION_LEVEL_LIMIT_EXCEEDED"), parameters, DataTypes.BooleanType);
    }

    private static Expression text(String value) {
        return new org.apache.spark.sql.catalyst.expressions.Literal(
                UTF8String.fromString(value), DataTypes.StringType);
    }
}
