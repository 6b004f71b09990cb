package dev.kiln.engine.translate.relation;

import static dev.kiln.sql.SqlTrees.and;
import static dev.kiln.sql.SqlTrees.choose;
import static dev.kiln.sql.SqlTrees.equal;
import static dev.kiln.sql.SqlTrees.not;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.TypeTests;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlExpr.TruthTest;
import dev.kiln.sql.type.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.ListQuery;
import scala.jdk.javaapi.CollectionConverters;

/**
 * IN and NOT IN with a query. Spark makes joins of them, which know no third truth value: where a comparison with NULL
 * leaves it open whether a value is in the query's rows, both {@code x IN (...)} and {@code x NOT IN (...)} are false. Only
 * the constant NULL is neither in the rows nor not.
 */
final class InPredicate {
    private final PlanScope plans;

    InPredicate(PlanScope plans) {
        this.plans = plans;
    }

    enum Sense {
        IN,
        NOT_IN
    }

    SqlExpr translate(InSubquery in, Sense sense, ExpressionScope scope) {
        ListQuery list = in.query();
        SubquerySettings.screen(list, scope);
        List<Expression> values = CollectionConverters.asJava(in.values());
        screenTypes(values, scope);
        PlanScope inner = plans.inner(scope.columns());
        if (isNull(values) && scope.options().conf().legacyNullInEmptyBehavior()) {
            return new SqlExpr.Null(PrimitiveType.BOOLEAN);
        }
        if (isNull(values) && !list.isCorrelated()) {
            SqlExpr.Exists anyRow = new SqlExpr.Exists(inner.translate(list.plan()));
            return choose(anyRow, new SqlExpr.Null(PrimitiveType.BOOLEAN), Literal.bool(sense == Sense.NOT_IN));
        }
        QueryBlock rows = inner.positional(list.plan(), PlanScope.positions(values.size()));
        List<SqlExpr> translated = scope.translateAll(in.values());
        if (values.size() == 1) {
            SqlExpr isIn = new SqlExpr.InSubquery(translated, rows);
            return new SqlExpr.Is(sense == Sense.IN ? isIn : not(isIn), TruthTest.TRUE);
        }
        SqlExpr found = new SqlExpr.Exists(matches(translated, rows, sense, scope));
        return sense == Sense.IN ? found : not(found);
    }

    /** IN with a query as standard SQL has it, for one value. */
    SqlExpr threeValued(InSubquery in, ExpressionScope scope) {
        screenTypes(CollectionConverters.asJava(in.values()), scope);
        QueryBlock rows = plans.inner(scope.columns()).positional(in.query().plan(), PlanScope.positions(1));
        return new SqlExpr.InSubquery(scope.translateAll(in.values()), rows);
    }

    /** The rows that equal several values, or that may do so, as DuckDB compares only one value in a correlated IN. */
    private static QueryBlock matches(List<SqlExpr> values, QueryBlock rows, Sense sense, ExpressionScope scope) {
        String alias = scope.assembly().newAlias();
        List<SqlExpr> equal = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            SelectItem column = rows.select().get(i);
            equal.add(equal(
                    values.get(i),
                    new SqlExpr.ColumnRef(
                            Optional.of(alias), column.alias(), column.value().type())));
        }
        SqlExpr allEqual = and(equal.toArray(SqlExpr[]::new));
        return QueryBlock.of(
                        new FromItem.Subquery(rows, new FromItem.Alias(alias)),
                        List.of(new SelectItem(Literal.bool(true), "found")))
                .andWhere(List.of(sense == Sense.IN ? allEqual : new SqlExpr.Is(allEqual, TruthTest.NOT_FALSE)));
    }

    private static boolean isNull(List<Expression> values) {
        return values.size() == 1
                && values.get(0) instanceof org.apache.spark.sql.catalyst.expressions.Literal literal
                && literal.value() == null;
    }

    private static void screenTypes(List<Expression> values, ExpressionScope scope) {
        for (Expression value : values) {
            if (!TypeTests.comparesNatively(value.dataType())) {
                scope.assembly()
                        .refuse(
                                "expression.in_subquery",
                                "IN with a query cannot compare values of type "
                                        + value.dataType().sql() + ".");
            }
        }
    }
}
