package dev.kiln.engine.translate.aggregate;

import static dev.kiln.sql.SqlTrees.call;
import static dev.kiln.sql.SqlTrees.choose;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.GroupKeys;
import dev.kiln.engine.translate.expression.SortKeys;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.Literal;
import dev.kiln.sql.OrderItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.WindowCall;
import dev.kiln.sql.WindowCall.Frame;
import dev.kiln.sql.WindowCall.NullTreatment;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.CumeDist;
import org.apache.spark.sql.catalyst.expressions.DenseRank;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Lag;
import org.apache.spark.sql.catalyst.expressions.Lead;
import org.apache.spark.sql.catalyst.expressions.NTile;
import org.apache.spark.sql.catalyst.expressions.NthValue;
import org.apache.spark.sql.catalyst.expressions.PercentRank;
import org.apache.spark.sql.catalyst.expressions.Rank;
import org.apache.spark.sql.catalyst.expressions.RowNumber;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Functions over windows. */
public final class WindowTranslation {
    private final ExpressionScope scope;
    private final List<SqlExpr> partitionBy;
    private final List<OrderItem> orderBy;
    private final Optional<Frame> frame;

    private WindowTranslation(WindowSpecDefinition spec, ExpressionScope scope) {
        this.scope = scope;
        this.partitionBy = CollectionConverters.asJava(spec.partitionSpec()).stream()
                .map(key -> GroupKeys.key(key, scope))
                .toList();
        Seq<SortOrder> order = WindowFrames.checkedOrder(spec, scope);
        this.orderBy = WindowFrames.isRangeByDistance(spec)
                ? List.of(SortKeys.item(order.head(), scope))
                : SortKeys.translate(order, scope);
        this.frame = WindowFrames.translate(spec, scope);
    }

    /**
     * Translates a window function.
     *
     * @param scope sees the columns of the rows of the window
     */
    public static SqlExpr translate(WindowExpression window, ExpressionScope scope) {
        SqlExpr value = new WindowTranslation(window.windowSpec(), scope).function(window.windowFunction());
        return ExpressionScope.exactly(value, window.dataType());
    }

    private SqlExpr function(Expression function) {
        if (function instanceof AggregateExpression aggregate) {
            return aggregate(aggregate);
        }
        if (function instanceof RowNumber) {
            return unframed("row_number", PrimitiveType.BIGINT);
        }
        if (function instanceof Rank) {
            return unframed("rank", PrimitiveType.BIGINT);
        }
        if (function instanceof DenseRank) {
            return unframed("dense_rank", PrimitiveType.BIGINT);
        }
        if (function instanceof PercentRank) {
            return unframed("percent_rank", PrimitiveType.DOUBLE);
        }
        if (function instanceof CumeDist) {
            return unframed("cume_dist", PrimitiveType.DOUBLE);
        }
        if (function instanceof NTile tile) {
            SqlExpr buckets = ExpressionScope.cast(scope.translate(tile.buckets()), PrimitiveType.BIGINT);
            return unframed("ntile", PrimitiveType.BIGINT, buckets);
        }
        if (function instanceof Lag lag) {
            return neighbour("lag", lag.input(), lag.inputOffset(), lag.third(), nulls(lag.ignoreNulls()));
        }
        if (function instanceof Lead lead) {
            return neighbour("lead", lead.input(), lead.offset(), lead.third(), nulls(lead.ignoreNulls()));
        }
        if (function instanceof NthValue nth) {
            SqlExpr position = ExpressionScope.cast(scope.translate(nth.offset()), PrimitiveType.BIGINT);
            return framed(
                    "nth_value",
                    TypeMapping.of(nth.dataType()),
                    nulls(nth.ignoreNulls()),
                    scope.translate(nth.input()),
                    position);
        }
        scope.assembly()
                .refuse("window." + function.prettyName(), function.prettyName() + " is not supported over a window.");
        return new SqlExpr.Null(TypeMapping.find(function.dataType()).orElse(PrimitiveType.INTEGER));
    }

    private SqlExpr aggregate(AggregateExpression aggregate) {
        if (aggregate.aggregateFunction() instanceof First first) {
            return outermost("first_value", first.child(), first.ignoreNulls(), aggregate.filter());
        }
        if (aggregate.aggregateFunction() instanceof Last last) {
            return outermost("last_value", last.child(), last.ignoreNulls(), aggregate.filter());
        }
        return AggregateRule.translate(
                aggregate, scope, call -> new WindowCall(call, NullTreatment.RESPECT, partitionBy, orderBy, frame));
    }

    /** DuckDB filters no rows here, so those that are left out become NULL, and values that may be NULL are wrapped. */
    private SqlExpr outermost(String function, Expression child, boolean ignoreNulls, Option<Expression> filter) {
        SqlExpr value = scope.translate(child);
        if (filter.isEmpty()) {
            return framed(function, value.type(), nulls(ignoreNulls), value);
        }
        SqlExpr counts = scope.translate(filter.get());
        if (ignoreNulls) {
            SqlExpr counted = choose(counts, value, new SqlExpr.Null(value.type()));
            return framed(function, value.type(), NullTreatment.IGNORE, counted);
        }
        SqlExpr.StructOf wrapped = new SqlExpr.StructOf(List.of(new SqlExpr.NamedExpr("v", value)));
        SqlExpr counted = choose(counts, wrapped, new SqlExpr.Null(wrapped.type()));
        SqlExpr found = framed(function, wrapped.type(), NullTreatment.IGNORE, counted);
        return call(value.type(), "struct_extract", found, Literal.string("v"));
    }

    private SqlExpr neighbour(
            String function, Expression value, Expression offset, Expression otherwise, NullTreatment nulls) {
        SqlType type = TypeMapping.of(value.dataType());
        SqlExpr distance = ExpressionScope.cast(scope.translate(offset), PrimitiveType.BIGINT);
        SqlExpr missing = ExpressionScope.cast(scope.translate(otherwise), type);
        AggregateCall call = new AggregateCall(function, List.of(scope.translate(value), distance, missing), type);
        return new WindowCall(call, nulls, partitionBy, orderBy, Optional.empty());
    }

    private SqlExpr framed(String function, SqlType type, NullTreatment nulls, SqlExpr... arguments) {
        AggregateCall call = new AggregateCall(function, List.of(arguments), type);
        return new WindowCall(call, nulls, partitionBy, orderBy, frame);
    }

    /** Functions that look at the whole partition whatever the frame is. */
    private SqlExpr unframed(String function, SqlType type, SqlExpr... arguments) {
        AggregateCall call = new AggregateCall(function, List.of(arguments), type);
        return new WindowCall(call, NullTreatment.RESPECT, partitionBy, orderBy, Optional.empty());
    }

    private static NullTreatment nulls(boolean ignored) {
        return ignored ? NullTreatment.IGNORE : NullTreatment.RESPECT;
    }
}
