package dev.kiln.engine.translate.aggregate;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.Support;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.SqlExpr;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;

/** The translations of aggregate functions, by the exact class of the function. Immutable once built. */
public final class AggregateRegistry {
    private static final AggregateRegistry STANDARD = standardEntries();

    private final Map<Class<? extends AggregateFunction>, Entry<?>> entries;

    private AggregateRegistry(Map<Class<? extends AggregateFunction>, Entry<?>> entries) {
        this.entries = Map.copyOf(entries);
    }

    private record Entry<F extends AggregateFunction>(
            Class<F> type, Function<F, Support> support, BiFunction<F, AggregateInput, SqlExpr> conversion) {
        Support support(AggregateFunction function) {
            return support.apply(type.cast(function));
        }

        SqlExpr convert(AggregateFunction function, AggregateInput input) {
            return conversion.apply(type.cast(function), input);
        }
    }

    public static AggregateRegistry standard() {
        return STANDARD;
    }

    private static AggregateRegistry standardEntries() {
        Builder builder = new Builder();
        SumAggregates.register(builder);
        SelectingAggregates.register(builder);
        CollectingAggregates.register(builder);
        StatisticalAggregates.register(builder);
        return new AggregateRegistry(builder.entries);
    }

    /** Translates an aggregate function; the result has the carrier of its type. */
    public SqlExpr translate(AggregateFunction function, AggregateInput input) {
        if (TypeMapping.find(function.dataType()).isEmpty()) {
            return input.scope().refuseType(function.dataType());
        }
        if (function instanceof UserDefinedExpression) {
            input.scope()
                    .assembly()
                    .refuse(
                            "aggregate." + function.prettyName(),
                            function.prettyName() + " runs code that is not Spark's own.");
            return new SqlExpr.Null(TypeMapping.of(function.dataType()));
        }
        Entry<?> entry = entries.get(function.getClass());
        boolean strict = input.scope().options().strictness().wantsSparkErrors();
        Support support = entry == null ? Support.BRIDGED : entry.support(function);
        SqlExpr result = support == Support.NATIVE || support == Support.NATIVE_MAY_FAIL && !strict
                ? entry.convert(function, input)
                : BridgedAggregate.translate(function, input);
        return ExpressionScope.exactly(result, function.dataType());
    }

    /** Gathers entries; each class once. */
    static final class Builder {
        private final Map<Class<? extends AggregateFunction>, Entry<?>> entries = new HashMap<>();

        <F extends AggregateFunction> void add(
                Class<F> type, Function<F, Support> support, BiFunction<F, AggregateInput, SqlExpr> conversion) {
            if (entries.put(type, new Entry<>(type, support, conversion)) != null) {
                throw new IllegalStateException(type + " is registered twice");
            }
        }
    }
}
