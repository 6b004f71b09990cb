package dev.kiln.sql.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.OrderItem;
import dev.kiln.sql.Quantifier;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlQuery;
import dev.kiln.sql.UnaryOperator;
import dev.kiln.sql.WindowCall;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the printer writes, and that DuckDB reads it as it was meant. */
class SqlPrinterTest {
    private static Connection duckdb;

    @BeforeAll
    static void open() throws SQLException {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterAll
    static void close() throws SQLException {
        duckdb.close();
    }

    private static String evaluate(SqlExpr expression) throws SQLException {
        return run("SELECT CAST((" + SqlPrinter.print(expression) + ") AS VARCHAR)");
    }

    private static String run(String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }

    private static SqlExpr arithmetic(BinaryOperator operator, SqlExpr left, SqlExpr right) {
        return new SqlExpr.Binary(operator, left, right, PrimitiveType.INTEGER);
    }

    private static SqlExpr column(String name) {
        return new SqlExpr.ColumnRef(name, PrimitiveType.INTEGER);
    }

    @Test
    void quotesIdentifiersAndStrings() throws SQLException {
        assertThat(SqlPrinter.print(column("a\"; DROP TABLE t; --"))).isEqualTo("\"a\"\"; DROP TABLE t; --\"");
        assertThat(SqlPrinter.print(Literal.string("it's"))).isEqualTo("'it''s'");
        assertThat(evaluate(Literal.string("back\\slash 'n\nnew"))).isEqualTo("back\\slash 'n\nnew");
        assertThat(run("SELECT length(" + SqlPrinter.print(Literal.string("a\0b")) + ")"))
                .isEqualTo("3");
    }

    @Test
    void writesTheTypeOfEveryConstant() throws SQLException {
        assertThat(SqlPrinter.print(Literal.integer(Integer.MIN_VALUE))).isEqualTo("CAST(-2147483648 AS INTEGER)");
        assertThat(evaluate(Literal.bigint(Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
        assertThat(evaluate(new Literal(new BigDecimal("1E-5"), new SqlType.DecimalType(10, 6))))
                .isEqualTo("0.000010");
        assertThat(evaluate(Literal.floating(Double.NEGATIVE_INFINITY))).isEqualTo("-inf");
        assertThat(evaluate(new Literal("00ff41", PrimitiveType.BLOB))).isEqualTo("\\x00\\xFFA");
        assertThat(evaluate(new Literal(LocalDate.of(2020, 2, 29), PrimitiveType.DATE)))
                .isEqualTo("2020-02-29");
        assertThat(evaluate(new Literal(LocalDate.of(-5, 2, 1), PrimitiveType.DATE)))
                .isEqualTo("0006-02-01 (BC)");
        assertThat(evaluate(new Literal(LocalDateTime.of(12345, 1, 1, 0, 0), PrimitiveType.TIMESTAMP)))
                .isEqualTo("12345-01-01 00:00:00");
        assertThat(run("SELECT epoch_us("
                        + SqlPrinter.print(
                                new Literal(Instant.parse("2020-01-01T00:00:00.000001Z"), PrimitiveType.TIMESTAMPTZ))
                        + ")"))
                .isEqualTo("1577836800000001");
        assertThat(evaluate(new Literal(new Literal.IntervalValue(-1, 2, -3), PrimitiveType.INTERVAL)))
                .isEqualTo("-1 month 2 days -00:00:00.000003");
        assertThatThrownBy(() -> new Literal("1", PrimitiveType.INTEGER)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parenthesisesByPrecedence() throws SQLException {
        SqlExpr two = Literal.integer(2);
        SqlExpr three = Literal.integer(3);
        SqlExpr sum = arithmetic(BinaryOperator.ADD, two, three);
        SqlExpr difference = arithmetic(BinaryOperator.SUBTRACT, two, sum);
        assertThat(evaluate(arithmetic(BinaryOperator.MULTIPLY, sum, three))).isEqualTo("15");
        assertThat(evaluate(difference)).isEqualTo("-3");
        assertThat(evaluate(new SqlExpr.Unary(UnaryOperator.NEGATE, difference, PrimitiveType.INTEGER)))
                .isEqualTo("3");
        assertThat(SqlPrinter.print(new SqlExpr.Logical(
                        SqlExpr.Connective.AND,
                        List.of(
                                new SqlExpr.Logical(SqlExpr.Connective.OR, List.of(column("a"), column("b"))),
                                new SqlExpr.Is(
                                        new SqlExpr.Binary(BinaryOperator.EQUAL, column("a"), column("b")),
                                        SqlExpr.TruthTest.NOT_NULL)))))
                .isEqualTo("(\"a\" OR \"b\") AND (\"a\" = \"b\") IS NOT NULL");
    }

    @Test
    void writesTypes() throws SQLException {
        SqlType nested = new SqlType.ListType(new SqlType.StructType(List.of(
                new SqlType.Field("a b", new SqlType.MapType(PrimitiveType.VARCHAR, new SqlType.DecimalType(38, 2))),
                new SqlType.Field("t", PrimitiveType.TIMESTAMPTZ))));
        assertThat(run("SELECT typeof(" + SqlPrinter.print(new SqlExpr.Null(nested)) + ")"))
                .isEqualTo("STRUCT(\"a b\" MAP(VARCHAR, DECIMAL(38,2)), t TIMESTAMP WITH TIME ZONE)[]");
    }

    @Test
    void writesClausesInOrder() throws SQLException {
        FromItem rows =
                new FromItem.TableFunction("range", List.of(Literal.bigint(10)), new FromItem.Alias("r", List.of("x")));
        SqlExpr x = new SqlExpr.ColumnRef("x", PrimitiveType.BIGINT);
        SqlExpr parity = new SqlExpr.Binary(BinaryOperator.REMAINDER, x, Literal.bigint(2), PrimitiveType.BIGINT);
        QueryBlock block = QueryBlock.of(
                        rows,
                        List.of(
                                new SelectItem(parity, "p"),
                                new SelectItem(new AggregateCall("count", List.of(), PrimitiveType.BIGINT), "n")))
                .andWhere(List.of(new SqlExpr.Binary(BinaryOperator.GREATER, x, Literal.bigint(2))))
                .withGroupBy(new QueryBlock.Grouping(List.of(parity)))
                .withOrderBy(List.of(new OrderItem(
                        new SqlExpr.ColumnRef("n", PrimitiveType.BIGINT),
                        OrderItem.Direction.DESC,
                        OrderItem.Nulls.LAST)))
                .withLimit(Literal.bigint(1));
        assertThat(SqlPrinter.print(block))
                .isEqualTo("SELECT \"x\" % CAST(2 AS BIGINT) AS \"p\", \"count\"(*) AS \"n\""
                        + " FROM \"range\"(CAST(10 AS BIGINT)) AS \"r\"(\"x\")"
                        + " WHERE \"x\" > CAST(2 AS BIGINT)"
                        + " GROUP BY \"x\" % CAST(2 AS BIGINT)"
                        + " ORDER BY \"n\" DESC NULLS LAST"
                        + " LIMIT CAST(1 AS BIGINT)");
        assertThat(run(SqlPrinter.print(block))).isEqualTo("1");
    }

    @Test
    void writesWindowsSetOperationsAndCommonTables() throws SQLException {
        SqlExpr x = new SqlExpr.ColumnRef("x", PrimitiveType.INTEGER);
        SqlQuery union = new SqlQuery.SetOperation(
                SqlQuery.SetOperator.UNION,
                Quantifier.ALL,
                List.of(
                        QueryBlock.of(Optional.empty(), List.of(new SelectItem(Literal.integer(1), "x"))),
                        new SqlQuery.Values(List.of(List.of(Literal.integer(5)), List.of(Literal.integer(7))))));
        AggregateCall sum = new AggregateCall("sum", List.of(x), PrimitiveType.HUGEINT);
        WindowCall running = new WindowCall(
                sum,
                WindowCall.NullTreatment.RESPECT,
                List.of(),
                List.of(new OrderItem(x, OrderItem.Direction.ASC, OrderItem.Nulls.FIRST)),
                Optional.of(new WindowCall.Frame(
                        WindowCall.Unit.ROWS,
                        new WindowCall.Bound.Preceding(Literal.bigint(1)),
                        WindowCall.Bound.Fixed.CURRENT_ROW)));
        SqlQuery query = new SqlQuery.With(
                SqlQuery.Recursion.NONE,
                List.of(new SqlQuery.CommonTable("u", List.of("x"), SqlQuery.Materialization.ALWAYS, union)),
                QueryBlock.of(
                        new FromItem.Table(List.of("u"), new FromItem.Alias("u")),
                        List.of(new SelectItem(
                                new SqlExpr.Call("list_value", List.of(x, running), PrimitiveType.VARCHAR), "y"))));
        assertThat(SqlPrinter.print(query)).contains("ROWS BETWEEN CAST(1 AS BIGINT) PRECEDING AND CURRENT ROW");
        assertThat(run("SELECT CAST(list(y ORDER BY y) AS VARCHAR) FROM (" + SqlPrinter.print(query) + ")"))
                .isEqualTo("[[1, 1], [5, 6], [7, 12]]");
    }

    @Test
    void writesLambdasStructsAndJoins() throws SQLException {
        SqlExpr list = new SqlExpr.Call(
                "list_value",
                List.of(Literal.integer(1), Literal.integer(2)),
                new SqlType.ListType(PrimitiveType.INTEGER));
        SqlExpr doubled = new SqlExpr.Call(
                "list_transform",
                List.of(
                        list,
                        new SqlExpr.Lambda(
                                List.of("e"), arithmetic(BinaryOperator.MULTIPLY, column("e"), Literal.integer(2)))),
                list.type());
        assertThat(evaluate(new SqlExpr.StructOf(List.of(new SqlExpr.NamedExpr("d d", doubled)))))
                .isEqualTo("{'d d': [2, 4]}");
        FromItem left =
                new FromItem.TableFunction("range", List.of(Literal.bigint(3)), new FromItem.Alias("l", List.of("a")));
        FromItem right = new FromItem.TableFunction("unnest", List.of(list), new FromItem.Alias("r", List.of("b")));
        FromItem join = new FromItem.Join(
                left,
                FromItem.JoinType.LEFT,
                right,
                FromItem.Correlation.LATERAL,
                Optional.of(new SqlExpr.Binary(BinaryOperator.EQUAL, column("a"), column("b"))));
        QueryBlock block = QueryBlock.of(
                join, List.of(new SelectItem(new AggregateCall("count", List.of(), PrimitiveType.BIGINT), "n")));
        assertThat(run(SqlPrinter.print(block))).isEqualTo("3");
    }
}
