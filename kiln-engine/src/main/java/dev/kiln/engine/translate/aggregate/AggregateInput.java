package dev.kiln.engine.translate.aggregate;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.OrderItem;
import dev.kiln.sql.Quantifier;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an aggregate function is applied to: the rows of a group or of a window.
 *
 * @param scope where the function's arguments are translated
 * @param quantifier whether equal arguments count once
 * @param filter which rows count
 * @param placement puts a call where it belongs, such as over a window
 */
public record AggregateInput(
        ExpressionScope scope,
        Quantifier quantifier,
        Optional<SqlExpr> filter,
        Function<AggregateCall, SqlExpr> placement) {

    SqlExpr call(SqlType type, String function, SqlExpr... arguments) {
        return call(new AggregateCall(function, List.of(arguments), type));
    }

    /** A call over those rows that meet a condition as well. */
    SqlExpr callWhere(SqlExpr condition, SqlType type, String function, SqlExpr... arguments) {
        return call(new AggregateCall(function, List.of(arguments), type).andFilter(condition));
    }

    SqlExpr callInOrder(List<OrderItem> order, SqlType type, String function, SqlExpr... arguments) {
        return call(new AggregateCall(function, List.of(arguments), type).withOrder(order));
    }

    SqlExpr call(AggregateCall call) {
        AggregateCall counted = call.arguments().isEmpty() ? call : call.withQuantifier(quantifier);
        return placement.apply(filter.map(counted::andFilter).orElse(counted));
    }

    boolean isDistinct() {
        return quantifier == Quantifier.DISTINCT;
    }
}
