package dev.kiln.connector.read;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Bounds;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.table.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * Tells from statistics which batches can't have a row that a filter wants. What isn't understood is taken to match, so
 * Spark always has to filter the rows too. Immutable.
 */
public final class BatchFilter {
    private final StoreRelation relation;
    private final List<Predicate> filters;

    /**
     * A filter.
     *
     * @param filters all of which a row must pass
     */
    public BatchFilter(StoreRelation relation, List<Predicate> filters) {
        this.relation = relation;
        this.filters = List.copyOf(filters);
    }

    /** Whether some row may pass. */
    public boolean mayMatch(Batch batch) {
        return filters.stream().allMatch(filter -> mayMatch(filter, batch));
    }

    /** Whether every row passes for certain. */
    public boolean allMatch(Batch batch) {
        return filters.stream().allMatch(filter -> allMatch(filter, batch));
    }

    /** Whether statistics of batches can say anything about a filter. */
    boolean isUseful(Predicate filter) {
        Expression[] children = filter.children();
        return switch (filter.name()) {
            case "AND" -> isUseful((Predicate) children[0]) || isUseful((Predicate) children[1]);
            case "OR" -> isUseful((Predicate) children[0]) && isUseful((Predicate) children[1]);
            case "ALWAYS_FALSE" -> true;
            case "IS_NULL", "IS_NOT_NULL" -> column(children[0]).isPresent();
            case "=", "<=>", "<", "<=", ">", ">=", "STARTS_WITH", "IN" ->
                Arrays.stream(children).anyMatch(child -> column(child).isPresent())
                        && Arrays.stream(children).anyMatch(child -> child instanceof Literal<?>);
            default -> false;
        };
    }

    private boolean mayMatch(Predicate filter, Batch batch) {
        Expression[] children = filter.children();
        return switch (filter.name()) {
            case "AND" -> mayMatch((Predicate) children[0], batch) && mayMatch((Predicate) children[1], batch);
            case "OR" -> mayMatch((Predicate) children[0], batch) || mayMatch((Predicate) children[1], batch);
            case "ALWAYS_FALSE" -> false;
            case "IS_NULL" ->
                column(children[0]).map(column -> nulls(column, batch) > 0).orElse(true);
            case "IS_NOT_NULL" ->
                column(children[0])
                        .map(column -> nulls(column, batch) < batch.rows())
                        .orElse(true);
            case "=", "<=>", "<", "<=", ">", ">=", "STARTS_WITH" -> compared(filter.name(), children, batch);
            case "IN" -> mayBeIn(children, batch);
            default -> true;
        };
    }

    private boolean allMatch(Predicate filter, Batch batch) {
        Expression[] children = filter.children();
        return switch (filter.name()) {
            case "ALWAYS_TRUE" -> true;
            case "AND" -> allMatch((Predicate) children[0], batch) && allMatch((Predicate) children[1], batch);
            case "OR" -> allMatch((Predicate) children[0], batch) || allMatch((Predicate) children[1], batch);
            case "IS_NULL" ->
                column(children[0])
                        .map(column -> nulls(column, batch) == batch.rows())
                        .orElse(false);
            case "IS_NOT_NULL" ->
                column(children[0]).map(column -> nulls(column, batch) == 0).orElse(false);
            case "=", "<", "<=", ">", ">=" ->
                children.length == 2
                        && children[1] instanceof Literal<?> literal
                        && column(children[0])
                                .map(column -> allCompared(filter.name(), column, literal, batch))
                                .orElse(false);
            default -> false;
        };
    }

    private static boolean allCompared(String operator, Column column, Literal<?> literal, Batch batch) {
        Optional<Bounds> bounds = chunk(column, batch).flatMap(Chunk::bounds);
        if (literal.value() == null || nulls(column, batch) > 0 || bounds.isEmpty()) {
            return false;
        }
        Optional<ValueOrder.Sides> found =
                ValueOrder.compare(bounds.get(), literal.value(), literal.dataType(), column);
        if (found.isEmpty()) {
            return false;
        }
        int least = found.get().least();
        int greatest = found.get().greatest();
        return switch (operator) {
            // Bounds may be wider than the values, but not if they are equal to one another.
            case "=" -> least == 0 && greatest == 0;
            case "<" -> greatest < 0;
            case "<=" -> greatest <= 0;
            case ">" -> least > 0;
            case ">=" -> least >= 0;
            default -> false;
        };
    }

    private boolean compared(String operator, Expression[] children, Batch batch) {
        if (children.length != 2) {
            return true;
        }
        if (children[1] instanceof Literal<?> literal) {
            return column(children[0])
                    .map(column -> compared(operator, column, literal, batch))
                    .orElse(true);
        }
        if (children[0] instanceof Literal<?> literal) {
            return column(children[1])
                    .map(column -> compared(mirrored(operator), column, literal, batch))
                    .orElse(true);
        }
        return true;
    }

    private static String mirrored(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            // A text that a column's values begin the other way round says nothing.
            case "STARTS_WITH" -> "";
            default -> operator;
        };
    }

    private boolean mayBeIn(Expression[] children, Batch batch) {
        Optional<Column> column = column(children[0]);
        if (column.isEmpty()) {
            return true;
        }
        for (int i = 1; i < children.length; i++) {
            if (!(children[i] instanceof Literal<?> literal) || compared("=", column.get(), literal, batch)) {
                return true;
            }
        }
        return false;
    }

    private static boolean compared(String operator, Column column, Literal<?> literal, Batch batch) {
        Object value = literal.value();
        if (value == null) {
            return operator.equals("<=>") && nulls(column, batch) > 0;
        }
        Optional<Chunk> chunk = chunk(column, batch);
        if (chunk.isEmpty() || chunk.get().nulls() == batch.rows()) {
            return false;
        }
        if (chunk.get().bounds().isEmpty()) {
            return true;
        }
        Bounds bounds = chunk.get().bounds().get();
        if (operator.equals("STARTS_WITH")) {
            return ValueOrder.mayStartWith(bounds, value);
        }
        Optional<ValueOrder.Sides> found = ValueOrder.compare(bounds, value, literal.dataType(), column);
        if (found.isEmpty()) {
            return true;
        }
        int least = found.get().least();
        int greatest = found.get().greatest();
        return switch (operator) {
            case "=", "<=>" -> least <= 0 && greatest >= 0;
            case "<" -> least < 0;
            case "<=" -> least <= 0;
            case ">" -> greatest > 0;
            case ">=" -> greatest >= 0;
            default -> true;
        };
    }

    private static int nulls(Column column, Batch batch) {
        return chunk(column, batch).map(Chunk::nulls).orElse(batch.rows());
    }

    /** None if the batch is older than the column. */
    static Optional<Chunk> chunk(Column column, Batch batch) {
        return batch.chunks().stream()
                .filter(chunk -> chunk.column() == column.id())
                .findFirst();
    }

    private Optional<Column> column(Expression expression) {
        if (expression instanceof NamedReference reference && reference.fieldNames().length == 1) {
            return relation.ordinal(reference.fieldNames()[0])
                    .map(ordinal -> relation.table().spec().columns().get(ordinal));
        }
        return Optional.empty();
    }
}
