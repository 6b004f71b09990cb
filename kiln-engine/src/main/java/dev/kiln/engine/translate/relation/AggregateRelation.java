package dev.kiln.engine.translate.relation;

import static dev.kiln.sql.SqlTrees.compare;

import dev.kiln.engine.translate.aggregate.AggregateRule;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.GroupKeys;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.Literal;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import scala.jdk.javaapi.CollectionConverters;

/** Groups. Catalyst has made all grouping expressions attributes or constants before. */
final class AggregateRelation implements RelationTranslator<Aggregate> {
    @Override
    public QueryBlock translate(Aggregate plan, PlanScope scope) {
        PlanInput input = scope.input(plan.child());
        ExpressionScope expressions = scope.expressions(input);
        List<SqlExpr> keys = new ArrayList<>();
        Map<Long, SqlExpr> columns = new LinkedHashMap<>(input.columns());
        for (Expression grouping : CollectionConverters.asJava(plan.groupingExpressions())) {
            if (grouping.foldable()) {
                continue;
            }
            SqlExpr key = GroupKeys.key(grouping, expressions);
            keys.add(key);
            if (grouping instanceof Attribute attribute) {
                columns.put(attribute.exprId().id(), shown(attribute, key, expressions));
            }
        }
        ExpressionScope results = scope.expressions(columns, new AggregateRule());
        QueryBlock block = input.select(BasicRelations.items(plan.aggregateExpressions(), results))
                .withGroupBy(new QueryBlock.Grouping(keys));
        if (!keys.isEmpty()) {
            return block;
        }
        if (!plan.groupingExpressions().isEmpty()) {
            return block.andHaving(List.of(hasRows()));
        }
        boolean aggregates = CollectionConverters.asJava(plan.aggregateExpressions()).stream()
                .anyMatch(result -> ((Expression) result).exists(AggregateExpression.class::isInstance));
        return aggregates ? block : block.andHaving(List.of(isGroup()));
    }

    /** Of values that differ and yet are equal, such as collated strings, a group shows the first. */
    private static SqlExpr shown(Attribute attribute, SqlExpr key, ExpressionScope scope) {
        if (!GroupKeys.looksDiffer(attribute.dataType())) {
            return key;
        }
        SqlExpr value = scope.translate(attribute);
        return new AggregateCall("first", List.of(value), value.type());
    }

    /** Without keys all rows are one group; DuckDB sees none if no aggregate is asked for, as in {@code HAVING true}. */
    private static SqlExpr isGroup() {
        return compare(BinaryOperator.GREATER_OR_EQUAL, countOfRows(), Literal.bigint(0));
    }

    /** Without keys DuckDB makes one group of no rows; Spark makes none if there were constant keys. */
    private static SqlExpr hasRows() {
        return compare(BinaryOperator.GREATER, countOfRows(), Literal.bigint(0));
    }

    private static SqlExpr countOfRows() {
        return new AggregateCall("count", List.of(), PrimitiveType.BIGINT);
    }
}
