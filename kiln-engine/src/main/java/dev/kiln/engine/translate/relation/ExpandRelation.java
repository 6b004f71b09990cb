package dev.kiln.engine.translate.relation;

import static dev.kiln.sql.SqlTrees.equal;

import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlQuery;
import dev.kiln.sql.type.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Several rows for each row: the input is put beside the numbers of the projections, and read once. */
final class ExpandRelation implements RelationTranslator<Expand> {
    private static final String NUMBER = "projection";

    @Override
    public QueryBlock translate(Expand plan, PlanScope scope) {
        PlanInput input = scope.item(plan.child());
        String alias = scope.assembly().newAlias();
        List<Seq<Expression>> projections = CollectionConverters.asJava(plan.projections());
        List<List<SqlExpr>> numbers = new ArrayList<>();
        for (int i = 0; i < projections.size(); i++) {
            numbers.add(List.of(Literal.integer(i)));
        }
        FromItem item = new FromItem.Join(
                input.requireItem(),
                FromItem.JoinType.CROSS,
                new FromItem.Subquery(new SqlQuery.Values(numbers), new FromItem.Alias(alias, List.of(NUMBER))),
                FromItem.Correlation.NONE,
                Optional.empty());
        SqlExpr number = new SqlExpr.ColumnRef(Optional.of(alias), NUMBER, PrimitiveType.INTEGER);
        PlanInput expanded = new PlanInput(Optional.of(item), List.of(), input.columns());
        ExpressionScope expressions = scope.expressions(expanded);
        List<SelectItem> items = new ArrayList<>();
        List<Attribute> output = CollectionConverters.asJava(plan.output());
        for (int column = 0; column < output.size(); column++) {
            Attribute attribute = output.get(column);
            items.add(new SelectItem(
                    value(projections, column, attribute, number, expressions), Columns.name(attribute.exprId())));
        }
        return expanded.select(items);
    }

    private static SqlExpr value(
            List<Seq<Expression>> projections, int column, Attribute attribute, SqlExpr number, ExpressionScope scope) {
        List<SqlExpr> values = new ArrayList<>();
        for (Seq<Expression> projection : projections) {
            values.add(ExpressionScope.exactly(scope.translate(projection.apply(column)), attribute.dataType()));
        }
        if (values.stream().distinct().count() == 1) {
            return values.get(0);
        }
        List<SqlExpr.Branch> branches = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            branches.add(new SqlExpr.Branch(equal(number, Literal.integer(i)), values.get(i)));
        }
        return new SqlExpr.Case(branches, Optional.empty(), values.get(0).type());
    }
}
