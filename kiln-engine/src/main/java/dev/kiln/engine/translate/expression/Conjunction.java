package dev.kiln.engine.translate.expression;

import static dev.kiln.sql.SqlTrees.choose;
import static dev.kiln.sql.SqlTrees.connect;

import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlExpr.Connective;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** Conditions that rows must meet. DuckDB takes them apart and orders them anew, unless they are guarded. */
public final class Conjunction {
    private Conjunction() {}

    /** Translates a condition where NULL counts as FALSE; the results must all hold. */
    public static List<SqlExpr> translate(Expression condition, ExpressionScope scope) {
        List<SqlExpr> results = new ArrayList<>();
        for (Expression conjunct : split(condition, new ArrayList<>())) {
            SqlExpr translated = nullIsFalse(scope.translate(conjunct));
            boolean guard = !results.isEmpty() && Fallibility.canFail(conjunct, scope);
            results.add(
                    guard
                            ? choose(connect(Connective.AND, List.copyOf(results)), translated, Literal.bool(false))
                            : translated);
        }
        return results;
    }

    /** DuckDB makes better joins of a predicate that stands alone. */
    private static SqlExpr nullIsFalse(SqlExpr condition) {
        return condition instanceof SqlExpr.Is is && is.test() == SqlExpr.TruthTest.TRUE ? is.operand() : condition;
    }

    private static List<Expression> split(Expression condition, List<Expression> into) {
        if (condition instanceof And and) {
            split(and.left(), into);
            split(and.right(), into);
        } else {
            into.add(condition);
        }
        return into;
    }
}
