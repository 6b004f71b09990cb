package dev.kiln.sql;

import static java.util.Objects.requireNonNull;

import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.List;
import java.util.Optional;

/** An expression. Every expression knows the type of its value, so that nothing is left for DuckDB to decide. */
public sealed interface SqlExpr permits Literal, AggregateCall, WindowCall, SqlExpr.Scalar {
    SqlType type();

    /** The expressions that are neither constants, aggregates nor windows. */
    sealed interface Scalar extends SqlExpr {}

    /** NULL of a type. */
    record Null(SqlType type) implements Scalar {
        public Null {
            requireNonNull(type, "type");
        }
    }

    /** A column of a relation in scope. */
    record ColumnRef(Optional<String> qualifier, String name, SqlType type) implements Scalar {
        public ColumnRef {
            requireNonNull(qualifier, "qualifier");
            requireNonNull(name, "name");
            requireNonNull(type, "type");
        }

        public ColumnRef(String name, SqlType type) {
            this(Optional.empty(), name, type);
        }
    }

    /** A call of a scalar function. */
    record Call(String function, List<SqlExpr> arguments, SqlType type) implements Scalar {
        public Call {
            requireNonNull(function, "function");
            arguments = List.copyOf(arguments);
            requireNonNull(type, "type");
        }
    }

    /** A struct made of its fields. */
    record StructOf(List<NamedExpr> fields) implements Scalar {
        public StructOf {
            fields = List.copyOf(fields);
            typeOf(fields);
        }

        @Override
        public SqlType type() {
            return typeOf(fields);
        }

        private static SqlType typeOf(List<NamedExpr> fields) {
            return new SqlType.StructType(fields.stream()
                    .map(field -> new SqlType.Field(field.name(), field.value().type()))
                    .toList());
        }
    }

    /** A named argument or field. */
    record NamedExpr(String name, SqlExpr value) {
        public NamedExpr {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
        }
    }

    /** An operator between two operands. */
    record Binary(BinaryOperator operator, SqlExpr left, SqlExpr right, SqlType type) implements Scalar {
        public Binary {
            requireNonNull(operator, "operator");
            requireNonNull(left, "left");
            requireNonNull(right, "right");
            requireNonNull(type, "type");
        }

        /** A comparison. */
        public Binary(BinaryOperator operator, SqlExpr left, SqlExpr right) {
            this(operator, left, right, PrimitiveType.BOOLEAN);
        }
    }

    /** An operator in front of its operand. */
    record Unary(UnaryOperator operator, SqlExpr operand, SqlType type) implements Scalar {
        public Unary {
            requireNonNull(operator, "operator");
            requireNonNull(operand, "operand");
            requireNonNull(type, "type");
        }
    }

    /** AND or OR over two or more operands, kept flat so that long chains stay shallow. */
    record Logical(Connective connective, List<SqlExpr> operands) implements Scalar {
        public Logical {
            requireNonNull(connective, "connective");
            operands = List.copyOf(operands);
            if (operands.size() < 2) {
                throw new IllegalArgumentException(connective + " joins at least two operands");
            }
        }

        @Override
        public SqlType type() {
            return PrimitiveType.BOOLEAN;
        }
    }

    /** A test that is never NULL itself. */
    record Is(SqlExpr operand, TruthTest test) implements Scalar {
        public Is {
            requireNonNull(operand, "operand");
            requireNonNull(test, "test");
        }

        @Override
        public SqlType type() {
            return PrimitiveType.BOOLEAN;
        }
    }

    /** A conversion. */
    record Cast(SqlExpr operand, SqlType type, OnFailure onFailure) implements Scalar {
        public Cast {
            requireNonNull(operand, "operand");
            requireNonNull(type, "type");
            requireNonNull(onFailure, "onFailure");
        }

        public Cast(SqlExpr operand, SqlType type) {
            this(operand, type, OnFailure.ERROR);
        }
    }

    /** CASE with conditions. */
    record Case(List<Branch> branches, Optional<SqlExpr> otherwise, SqlType type) implements Scalar {
        public Case {
            branches = List.copyOf(branches);
            requireNonNull(otherwise, "otherwise");
            requireNonNull(type, "type");
            if (branches.isEmpty()) {
                throw new IllegalArgumentException("CASE has at least one branch");
            }
        }

        /** CASE with one condition. */
        public static Case when(SqlExpr condition, SqlExpr then, SqlExpr otherwise) {
            return new Case(List.of(new Branch(condition, then)), Optional.of(otherwise), then.type());
        }
    }

    /** WHEN condition THEN value. */
    record Branch(SqlExpr condition, SqlExpr value) {
        public Branch {
            requireNonNull(condition, "condition");
            requireNonNull(value, "value");
        }
    }

    /** A test for membership in a list that is not empty. */
    record In(SqlExpr value, List<SqlExpr> candidates) implements Scalar {
        public In {
            requireNonNull(value, "value");
            candidates = List.copyOf(candidates);
            if (candidates.isEmpty()) {
                throw new IllegalArgumentException("IN needs a candidate");
            }
        }

        @Override
        public SqlType type() {
            return PrimitiveType.BOOLEAN;
        }
    }

    /** A test for membership in the rows of a query, with as many columns as there are values. */
    record InSubquery(List<SqlExpr> values, SqlQuery query) implements Scalar {
        public InSubquery {
            values = List.copyOf(values);
            requireNonNull(query, "query");
        }

        @Override
        public SqlType type() {
            return PrimitiveType.BOOLEAN;
        }
    }

    /** Whether a query has rows. */
    record Exists(SqlQuery query) implements Scalar {
        public Exists {
            requireNonNull(query, "query");
        }

        @Override
        public SqlType type() {
            return PrimitiveType.BOOLEAN;
        }
    }

    /** The one value of a query with at most one row. */
    record ScalarSubquery(SqlQuery query, SqlType type) implements Scalar {
        public ScalarSubquery {
            requireNonNull(query, "query");
            requireNonNull(type, "type");
        }
    }

    /** LIKE; the escape character is always given. */
    record Like(SqlExpr value, SqlExpr pattern, String escape, LetterCase letterCase) implements Scalar {
        public Like {
            requireNonNull(value, "value");
            requireNonNull(pattern, "pattern");
            requireNonNull(escape, "escape");
            requireNonNull(letterCase, "letterCase");
        }

        @Override
        public SqlType type() {
            return PrimitiveType.BOOLEAN;
        }
    }

    /** A function of parameters that a list function calls; its type is that of its body. */
    record Lambda(List<String> parameters, SqlExpr body) implements Scalar {
        public Lambda {
            parameters = List.copyOf(parameters);
            requireNonNull(body, "body");
        }

        @Override
        public SqlType type() {
            return body.type();
        }
    }

    /** What joins conditions. */
    enum Connective {
        AND,
        OR
    }

    /** What {@link Is} tests. */
    enum TruthTest {
        NULL,
        NOT_NULL,
        TRUE,
        NOT_TRUE,
        FALSE,
        NOT_FALSE
    }

    /** What a conversion does with a value that does not fit. */
    enum OnFailure {
        ERROR,
        NULL
    }

    /** Whether letters match their other case. */
    enum LetterCase {
        SENSITIVE,
        INSENSITIVE
    }
}
