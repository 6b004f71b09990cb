package dev.kiln.connector.row;

import dev.kiln.connector.encode.RowEncoder;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.row.RowFilter;
import dev.kiln.store.row.RowFilter.Comparison;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Says Spark's filters in the store's words, which mean exactly the same. */
final class RowFilters {
    private RowFilters() {}

    /** All of the filters, or nothing if the store can't tell what one of them says. */
    static Optional<List<RowFilter>> all(StoreRelation relation, List<Predicate> filters) {
        List<RowFilter> all = new ArrayList<>();
        for (Predicate filter : filters) {
            Optional<List<RowFilter>> found = of(relation, filter);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(found.get());
        }
        return Optional.of(all);
    }

    /** Nothing if the store can't tell. */
    static Optional<List<RowFilter>> of(StoreRelation relation, Predicate filter) {
        Expression[] children = filter.children();
        return switch (filter.name()) {
            case "ALWAYS_TRUE" -> Optional.of(List.of());
            case "AND" -> all(relation, List.of((Predicate) children[0], (Predicate) children[1]));
            case "IS_NULL" -> test(relation, children, Comparison.IS_NULL);
            case "IS_NOT_NULL" -> test(relation, children, Comparison.IS_NOT_NULL);
            case "IN" -> compared(relation, children, Comparison.IN);
            case "=", "<", "<=", ">", ">=" -> comparison(relation, filter.name(), children);
            default -> Optional.empty();
        };
    }

    private static Optional<List<RowFilter>> test(
            StoreRelation relation, Expression[] children, Comparison comparison) {
        return ordinal(relation, children[0])
                .map(ordinal -> List.of(new RowFilter(column(relation, ordinal).id(), comparison, new byte[0])));
    }

    private static Optional<List<RowFilter>> comparison(
            StoreRelation relation, String operator, Expression[] children) {
        if (children[0] instanceof Literal<?>) {
            return compared(
                    relation,
                    new Expression[] {children[1], children[0]},
                    switch (operator) {
                        case "<" -> Comparison.GREATER;
                        case "<=" -> Comparison.GREATER_OR_EQUAL;
                        case ">" -> Comparison.LESS;
                        case ">=" -> Comparison.LESS_OR_EQUAL;
                        default -> Comparison.IN;
                    });
        }
        return compared(
                relation,
                children,
                switch (operator) {
                    case "<" -> Comparison.LESS;
                    case "<=" -> Comparison.LESS_OR_EQUAL;
                    case ">" -> Comparison.GREATER;
                    case ">=" -> Comparison.GREATER_OR_EQUAL;
                    default -> Comparison.IN;
                });
    }

    private static Optional<List<RowFilter>> compared(
            StoreRelation relation, Expression[] children, Comparison comparison) {
        Optional<Integer> ordinal = ordinal(relation, children[0]);
        if (ordinal.isEmpty()) {
            return Optional.empty();
        }
        StructField field = relation.schema().fields()[ordinal.get()];
        if (field.dataType() instanceof StringType
                && !field.dataType().typeName().equals("string")) {
            // Other collations have other orders, and equal strings of other bytes.
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (int i = 1; i < children.length; i++) {
            if (!(children[i] instanceof Literal<?> literal)
                    || !literal.dataType().equals(field.dataType())) {
                return Optional.empty();
            }
            // Nothing equals null, nor is it less or greater.
            if (literal.value() != null) {
                values.add(literal.value());
            }
        }
        return Optional.of(List.of(new RowFilter(
                column(relation, ordinal.get()).id(),
                comparison,
                encoded(column(relation, ordinal.get()), field, values))));
    }

    private static byte[] encoded(Column column, StructField field, List<Object> values) {
        RowEncoder encoder =
                new RowEncoder(List.of(column), new StructType(new StructField[] {field}), Compression.NONE);
        for (Object value : values) {
            encoder.append(new GenericInternalRow(new @Nullable Object[] {value}), 0);
        }
        return values.isEmpty()
                ? new byte[0]
                : encoder.finish(new BatchId(0, 0)).columns().get(0);
    }

    private static Column column(StoreRelation relation, int ordinal) {
        return relation.table().spec().columns().get(ordinal);
    }

    private static Optional<Integer> ordinal(StoreRelation relation, Expression expression) {
        return expression instanceof NamedReference reference && reference.fieldNames().length == 1
                ? relation.ordinal(reference.fieldNames()[0])
                : Optional.empty();
    }
}
