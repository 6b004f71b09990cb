package dev.kiln.sql;

import static java.util.Objects.requireNonNull;

import dev.kiln.sql.type.SqlType;
import java.util.List;
import java.util.Optional;

/**
 * A call of an aggregate function.
 *
 * @param arguments none means all rows, as in {@code count(*)}
 * @param orderBy the order in which the function sees its input; empty if it may be any
 * @param filter which rows count
 */
public record AggregateCall(
        String function,
        List<SqlExpr> arguments,
        Quantifier quantifier,
        List<OrderItem> orderBy,
        Optional<SqlExpr> filter,
        SqlType type)
        implements SqlExpr {
    public AggregateCall {
        requireNonNull(function, "function");
        arguments = List.copyOf(arguments);
        requireNonNull(quantifier, "quantifier");
        orderBy = List.copyOf(orderBy);
        requireNonNull(filter, "filter");
        requireNonNull(type, "type");
    }

    public AggregateCall(String function, List<SqlExpr> arguments, SqlType type) {
        this(function, arguments, Quantifier.ALL, List.of(), Optional.empty(), type);
    }

    public AggregateCall withQuantifier(Quantifier newQuantifier) {
        return new AggregateCall(function, arguments, newQuantifier, orderBy, filter, type);
    }

    public AggregateCall withOrder(List<OrderItem> newOrder) {
        return new AggregateCall(function, arguments, quantifier, newOrder, filter, type);
    }

    /** The same call over rows that pass this condition as well. */
    public AggregateCall andFilter(SqlExpr condition) {
        SqlExpr both = filter.<SqlExpr>map(old -> new SqlExpr.Logical(SqlExpr.Connective.AND, List.of(old, condition)))
                .orElse(condition);
        return new AggregateCall(function, arguments, quantifier, orderBy, Optional.of(both), type);
    }
}
