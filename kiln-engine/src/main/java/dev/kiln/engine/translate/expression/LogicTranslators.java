package dev.kiln.engine.translate.expression;

import static dev.kiln.sql.SqlTrees.call;
import static dev.kiln.sql.SqlTrees.choose;
import static dev.kiln.sql.SqlTrees.connect;
import static dev.kiln.sql.SqlTrees.not;

import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlExpr.Connective;
import dev.kiln.sql.SqlExpr.TruthTest;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.KnownFloatingPointNormalized;
import org.apache.spark.sql.catalyst.expressions.KnownNotNull;
import org.apache.spark.sql.catalyst.expressions.KnownNullable;
import org.apache.spark.sql.catalyst.expressions.NaNvl;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.types.DataType;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Conditions and choices. */
final class LogicTranslators {
    private LogicTranslators() {}

    static void register(ExpressionRegistry.Builder builder) {
        builder.add(
                And.class,
                (e, scope) -> connected(operands(e, Connective.AND, new ArrayList<>()), Connective.AND, scope));
        builder.add(
                Or.class, (e, scope) -> connected(operands(e, Connective.OR, new ArrayList<>()), Connective.OR, scope));
        builder.add(Not.class, (e, scope) -> not(scope.translate(e.child())));
        builder.add(
                If.class,
                (e, o) -> Support.nativeIf(oneCarrier(e.dataType(), e.trueValue(), e.falseValue())),
                (e, scope) -> choose(
                        scope.translate(e.predicate()),
                        value(e.trueValue(), e, scope),
                        value(e.falseValue(), e, scope)));
        builder.add(CaseWhen.class, (e, o) -> caseSupport(e), LogicTranslators::caseWhen);
        builder.add(
                Coalesce.class,
                (e, o) -> Support.nativeIf(oneCarrier(e.dataType(), e.children())),
                (e, scope) ->
                        new SqlExpr.Call("coalesce", scope.translateAll(e.children()), TypeMapping.of(e.dataType())));
        builder.add(NaNvl.class, (e, o) -> Support.nativeIf(Duplication.isCheap(e.left())), (e, scope) -> {
            SqlExpr left = scope.translate(e.left());
            return choose(call(PrimitiveType.BOOLEAN, "isnan", left), scope.translate(e.right()), left);
        });
        builder.add(KnownNotNull.class, (e, scope) -> scope.translate(e.child()));
        builder.add(KnownNullable.class, (e, scope) -> scope.translate(e.child()));
        builder.add(KnownFloatingPointNormalized.class, (e, scope) -> scope.translate(e.child()));
    }

    private static List<Expression> operands(Expression e, Connective connective, List<Expression> into) {
        if (connective == Connective.AND && e instanceof And and) {
            operands(and.left(), connective, into);
            operands(and.right(), connective, into);
        } else if (connective == Connective.OR && e instanceof Or or) {
            operands(or.left(), connective, into);
            operands(or.right(), connective, into);
        } else {
            into.add(e);
        }
        return into;
    }

    /**
     * Joins conditions. DuckDB may evaluate all of them, so from the first one that stands before a fallible one on, the
     * rest is put into a CASE, of which DuckDB evaluates only the branch that it needs.
     */
    private static SqlExpr connected(List<Expression> operands, Connective connective, ExpressionScope scope) {
        int lastFallible = operands.size() - 1;
        while (lastFallible > 0 && !Fallibility.canFail(operands.get(lastFallible), scope)) {
            lastFallible--;
        }
        SqlExpr rest = plain(operands.subList(lastFallible, operands.size()), connective, scope);
        boolean and = connective == Connective.AND;
        for (int i = lastFallible - 1; i >= 0; i--) {
            SqlExpr first = scope.translate(operands.get(i));
            SqlExpr decided = new SqlExpr.Is(first, and ? TruthTest.FALSE : TruthTest.TRUE);
            rest = choose(decided, Literal.bool(!and), connect(connective, List.of(first, rest)));
        }
        return rest;
    }

    private static SqlExpr plain(List<Expression> operands, Connective connective, ExpressionScope scope) {
        return connect(
                connective, operands.stream().<SqlExpr>map(scope::translate).toList());
    }

    private static boolean oneCarrier(DataType type, Expression... values) {
        for (Expression value : values) {
            if (!TypeTests.sameCarrier(type, value.dataType())) {
                return false;
            }
        }
        return true;
    }

    private static boolean oneCarrier(DataType type, Seq<Expression> values) {
        return oneCarrier(type, CollectionConverters.asJava(values).toArray(Expression[]::new));
    }

    private static Support caseSupport(CaseWhen e) {
        List<Expression> values = new ArrayList<>();
        CollectionConverters.asJava(e.branches()).forEach(branch -> values.add(branch._2()));
        e.elseValue().foreach(values::add);
        return Support.nativeIf(oneCarrier(e.dataType(), values.toArray(Expression[]::new)));
    }

    private static SqlExpr caseWhen(CaseWhen e, ExpressionScope scope) {
        List<SqlExpr.Branch> branches = new ArrayList<>();
        for (Tuple2<Expression, Expression> branch : CollectionConverters.asJava(e.branches())) {
            branches.add(new SqlExpr.Branch(scope.translate(branch._1()), value(branch._2(), e, scope)));
        }
        SqlType type = TypeMapping.of(e.dataType());
        Optional<SqlExpr> otherwise =
                e.elseValue().isDefined() ? Optional.of(value(e.elseValue().get(), e, scope)) : Optional.empty();
        return new SqlExpr.Case(branches, otherwise, type);
    }

    private static SqlExpr value(Expression value, Expression whole, ExpressionScope scope) {
        return ExpressionScope.exactly(scope.translate(value), whole.dataType());
    }
}
