package dev.kiln.sql;

import dev.kiln.sql.SqlExpr.Binary;
import dev.kiln.sql.SqlExpr.Call;
import dev.kiln.sql.SqlExpr.Case;
import dev.kiln.sql.SqlExpr.Cast;
import dev.kiln.sql.SqlExpr.Connective;
import dev.kiln.sql.SqlExpr.Is;
import dev.kiln.sql.SqlExpr.Logical;
import dev.kiln.sql.SqlExpr.TruthTest;
import dev.kiln.sql.SqlExpr.Unary;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/** Short ways to build trees, meant for static import. */
public final class SqlTrees {
    private SqlTrees() {}

    public static SqlExpr call(SqlType type, String function, SqlExpr... arguments) {
        return new Call(function, List.of(arguments), type);
    }

    /** A call whose DuckDB result has another type than the wanted one. */
    public static SqlExpr callAs(SqlType type, String function, SqlExpr... arguments) {
        return new Cast(new Call(function, List.of(arguments), type), type);
    }

    public static SqlExpr binary(BinaryOperator operator, SqlExpr left, SqlExpr right, SqlType type) {
        return new Binary(operator, left, right, type);
    }

    public static SqlExpr compare(BinaryOperator operator, SqlExpr left, SqlExpr right) {
        return new Binary(operator, left, right);
    }

    public static SqlExpr equal(SqlExpr left, SqlExpr right) {
        return compare(BinaryOperator.EQUAL, left, right);
    }

    public static SqlExpr not(SqlExpr operand) {
        return new Unary(UnaryOperator.NOT, operand, PrimitiveType.BOOLEAN);
    }

    public static SqlExpr isNull(SqlExpr operand) {
        return new Is(operand, TruthTest.NULL);
    }

    public static SqlExpr isNotNull(SqlExpr operand) {
        return new Is(operand, TruthTest.NOT_NULL);
    }

    public static SqlExpr and(SqlExpr... operands) {
        return connect(Connective.AND, List.of(operands));
    }

    public static SqlExpr or(SqlExpr... operands) {
        return connect(Connective.OR, List.of(operands));
    }

    /** Joins conditions; operands with the same connective are taken apart, so that the tree stays shallow. */
    public static SqlExpr connect(Connective connective, List<SqlExpr> operands) {
        List<SqlExpr> flat = new ArrayList<>();
        for (SqlExpr operand : operands) {
            if (operand instanceof Logical inner && inner.connective() == connective) {
                flat.addAll(inner.operands());
            } else {
                flat.add(operand);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new Logical(connective, flat);
    }

    /** CASE WHEN condition THEN then ELSE otherwise END. */
    public static SqlExpr choose(SqlExpr condition, SqlExpr then, SqlExpr otherwise) {
        return Case.when(condition, then, otherwise);
    }

    /** An expression of a type that fails whenever it is evaluated. */
    public static SqlExpr fail(String message, SqlType type) {
        return new Cast(new Call("error", List.of(Literal.string(message)), type), type);
    }
}
