package dev.kiln.connector.read;

import dev.kiln.connector.relation.StoreRelation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** The values that {@code =} and {@code IN} leave to columns: rows that pass the filters have one of them. Immutable. */
public final class EqualityValues {
    private final Map<Integer, Set<Object>> values;
    private final int width;

    private EqualityValues(Map<Integer, Set<Object>> values, int width) {
        this.values = values;
        this.width = width;
    }

    /**
     * What filters say of the table's columns.
     *
     * @param filters all of which a row must pass
     */
    public static EqualityValues of(StoreRelation relation, List<Predicate> filters) {
        Map<Integer, Set<Object>> values = new HashMap<>();
        for (Predicate filter : filters) {
            collect(relation, filter, values);
        }
        return new EqualityValues(values, relation.schema().fields().length);
    }

    /**
     * Gives every combination of the values of some columns to somebody.
     *
     * @param ordinals of the columns
     * @param most how many combinations are worth it
     * @param rows is given one value per column of the table, in an array that changes with the next combination
     * @return whether all of the columns have values, and few enough
     */
    public boolean forEach(int[] ordinals, long most, Consumer<@Nullable Object[]> rows) {
        long combinations = 1;
        for (int ordinal : ordinals) {
            Set<Object> found = values.get(ordinal);
            if (found == null) {
                return false;
            }
            combinations *= found.size();
            if (combinations > most) {
                return false;
            }
        }
        fill(ordinals, 0, new @Nullable Object[width], rows);
        return true;
    }

    private void fill(int[] ordinals, int next, @Nullable Object[] row, Consumer<@Nullable Object[]> rows) {
        if (next == ordinals.length) {
            rows.accept(row);
            return;
        }
        for (Object value : values.getOrDefault(ordinals[next], Set.of())) {
            row[ordinals[next]] = value;
            fill(ordinals, next + 1, row, rows);
        }
    }

    private static void collect(StoreRelation relation, Predicate filter, Map<Integer, Set<Object>> values) {
        Expression[] children = filter.children();
        switch (filter.name()) {
            case "AND" -> {
                collect(relation, (Predicate) children[0], values);
                collect(relation, (Predicate) children[1], values);
            }
            case "=", "IN" -> {
                if (children.length > 0
                        && children[0] instanceof Literal<?>
                        && filter.name().equals("=")) {
                    children = new Expression[] {children[1], children[0]};
                }
                Optional<Integer> ordinal = ordinal(relation, children);
                if (ordinal.isPresent()) {
                    literals(relation.schema().fields()[ordinal.get()].dataType(), children)
                            .ifPresent(found -> values.putIfAbsent(ordinal.get(), found));
                }
            }
            default -> {}
        }
    }

    private static Optional<Integer> ordinal(StoreRelation relation, Expression[] children) {
        return children.length > 0
                        && children[0] instanceof NamedReference reference
                        && reference.fieldNames().length == 1
                ? relation.ordinal(reference.fieldNames()[0])
                : Optional.empty();
    }

    /** Nulls equal nothing, so they are left out. */
    private static Optional<Set<Object>> literals(DataType type, Expression[] children) {
        List<Object> found = new ArrayList<>();
        for (int i = 1; i < children.length; i++) {
            if (!(children[i] instanceof Literal<?> literal)
                    || !literal.dataType().equals(type)) {
                return Optional.empty();
            }
            if (literal.value() != null) {
                found.add(literal.value());
            }
        }
        return Optional.of(new LinkedHashSet<>(found));
    }
}
