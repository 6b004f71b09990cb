package dev.kiln.engine.translate.expression;

import dev.kiln.engine.translate.TranslationOptions;
import dev.kiln.sql.SqlExpr;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The native translations, by the exact class of the expression. Immutable once built. */
public final class ExpressionRegistry {
    private static final ExpressionRegistry STANDARD = standardEntries();

    private final Map<Class<? extends Expression>, Entry<?>> entries;

    private ExpressionRegistry(Map<Class<? extends Expression>, Entry<?>> entries) {
        this.entries = Map.copyOf(entries);
    }

    /** A translation: its declaration of support is asked before it converts. */
    private record Entry<E extends Expression>(
            Class<E> type,
            BiFunction<E, TranslationOptions, Support> support,
            BiFunction<E, ExpressionScope, SqlExpr> conversion) {
        Support support(Expression expression, TranslationOptions options) {
            return support.apply(type.cast(expression), options);
        }

        SqlExpr convert(Expression expression, ExpressionScope scope) {
            return conversion.apply(type.cast(expression), scope);
        }
    }

    public static ExpressionRegistry standard() {
        return STANDARD;
    }

    private static ExpressionRegistry standardEntries() {
        Builder builder = new Builder();
        ArithmeticTranslators.register(builder);
        DecimalTranslators.register(builder);
        ComparisonTranslators.register(builder);
        LogicTranslators.register(builder);
        CastTranslators.register(builder);
        MathTranslators.register(builder);
        StringTranslators.register(builder);
        DatetimeTranslators.register(builder);
        CollectionTranslators.register(builder);
        return builder.build();
    }

    /** How an expression of this class is evaluated; bridged if nothing is registered. */
    public Support support(Expression expression, TranslationOptions options) {
        return entry(expression)
                .map(entry -> entry.support(expression, options))
                .orElse(Support.BRIDGED);
    }

    /** Converts an expression whose support is native. */
    SqlExpr convert(Expression expression, ExpressionScope scope) {
        return entry(expression)
                .orElseThrow(() -> new IllegalStateException("no translation of " + expression.getClass()))
                .convert(expression, scope);
    }

    private Optional<Entry<?>> entry(Expression expression) {
        return Optional.ofNullable(entries.get(expression.getClass()));
    }

    /** Gathers entries; each class once. */
    static final class Builder {
        private final Map<Class<? extends Expression>, Entry<?>> entries = new HashMap<>();

        <E extends Expression> void add(
                Class<E> type,
                BiFunction<E, TranslationOptions, Support> support,
                BiFunction<E, ExpressionScope, SqlExpr> conversion) {
            if (entries.put(type, new Entry<>(type, support, conversion)) != null) {
                throw new IllegalStateException(type + " is registered twice");
            }
        }

        /** An expression that is native whatever its arguments are. */
        <E extends Expression> void add(Class<E> type, BiFunction<E, ExpressionScope, SqlExpr> conversion) {
            add(type, (expression, options) -> Support.NATIVE, conversion);
        }

        ExpressionRegistry build() {
            return new ExpressionRegistry(entries);
        }
    }
}
