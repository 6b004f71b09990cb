package dev.kiln.connector.read;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Bounds;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Max;
import org.apache.spark.sql.connector.expressions.aggregate.Min;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Counts, least and greatest values of a whole table that its statistics give exactly, without reading a batch. */
final class StatisticsAnswer implements LocalScan {
    private final StructType schema;
    private final InternalRow row;

    private StatisticsAnswer(StructType schema, InternalRow row) {
        this.schema = schema;
        this.row = row;
    }

    /** The answer to all of the functions, or nothing. */
    static Optional<StatisticsAnswer> of(StoreRelation relation, Selection selection, Aggregation aggregation) {
        if (aggregation.groupByExpressions().length > 0) {
            return Optional.empty();
        }
        List<Batch> batches = selection.batches().stream().flatMap(List::stream).toList();
        List<StructField> fields = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (AggregateFunc function : aggregation.aggregateExpressions()) {
            Optional<Value> value = value(relation, batches, function);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            fields.add(DataTypes.createStructField(
                    function.toString(),
                    value.get().type(),
                    !(function instanceof CountStar || function instanceof Count)));
            values.add(value.get().value());
        }
        return Optional.of(new StatisticsAnswer(
                new StructType(fields.toArray(StructField[]::new)), new GenericInternalRow(values.toArray())));
    }

    private record Value(DataType type, @Nullable Object value) {}

    private static Optional<Value> value(StoreRelation relation, List<Batch> batches, AggregateFunc function) {
        if (function instanceof CountStar) {
            return Optional.of(new Value(
                    DataTypes.LongType,
                    batches.stream().mapToLong(Batch::liveRows).sum()));
        }
        // Which values the deleted rows have isn't known.
        if (batches.stream().anyMatch(batch -> batch.deletes().isPresent())) {
            return Optional.empty();
        }
        if (function instanceof Count count && !count.isDistinct()) {
            return column(relation, count.column()).map(ordinal -> {
                Column column = relation.table().spec().columns().get(ordinal);
                return new Value(
                        DataTypes.LongType,
                        batches.stream()
                                .mapToLong(batch -> BatchFilter.chunk(column, batch)
                                        .map(chunk -> (long) batch.rows() - chunk.nulls())
                                        .orElse(0L))
                                .sum());
            });
        } else if (function instanceof Min min) {
            return extreme(relation, batches, min.column(), true);
        } else if (function instanceof Max max) {
            return extreme(relation, batches, max.column(), false);
        }
        return Optional.empty();
    }

    private static Optional<Value> extreme(
            StoreRelation relation, List<Batch> batches, Expression expression, boolean least) {
        Optional<Integer> ordinal = column(relation, expression);
        if (ordinal.isEmpty()) {
            return Optional.empty();
        }
        Column column = relation.table().spec().columns().get(ordinal.get());
        DataType type = relation.schema().fields()[ordinal.get()].dataType();
        List<Bounds> bounds = new ArrayList<>();
        for (Batch batch : batches) {
            Optional<Chunk> chunk = BatchFilter.chunk(column, batch);
            if (chunk.isPresent() && chunk.get().nulls() < batch.rows()) {
                if (chunk.get().bounds().isEmpty()) {
                    return Optional.empty();
                }
                bounds.add(chunk.get().bounds().get());
            }
        }
        if (bounds.isEmpty()) {
            return Optional.of(new Value(type, null));
        }
        // A column that was widened may have bounds of two kinds.
        Class<?> kind = bounds.get(0).getClass();
        return bounds.stream().allMatch(kind::isInstance)
                ? value(bounds, type, least).map(value -> new Value(type, value))
                : Optional.empty();
    }

    private static Optional<Object> value(List<Bounds> bounds, DataType type, boolean least) {
        if (bounds.get(0) instanceof Bounds.Whole) {
            long value = least
                    ? bounds.stream()
                            .mapToLong(b -> ((Bounds.Whole) b).least())
                            .min()
                            .orElseThrow()
                    : bounds.stream()
                            .mapToLong(b -> ((Bounds.Whole) b).greatest())
                            .max()
                            .orElseThrow();
            return whole(value, type);
        }
        if (bounds.get(0) instanceof Bounds.Floating) {
            double value = bounds.stream()
                    .map(b -> least ? ((Bounds.Floating) b).least() : ((Bounds.Floating) b).greatest())
                    .reduce((a, b) -> (Double.compare(a, b) < 0) == least ? a : b)
                    .orElseThrow();
            // Bounds don't know the sign of zero.
            return value == 0
                    ? Optional.empty()
                    : Optional.of(type instanceof FloatType ? (Object) (float) value : (Object) value);
        }
        if (!bounds.stream().allMatch(b -> ((Bounds.Bytes) b).exact())) {
            return Optional.empty();
        }
        byte[] value = bounds.stream()
                .map(b -> ValueOrder.array(least ? ((Bounds.Bytes) b).least() : ((Bounds.Bytes) b).greatest()))
                .reduce((a, b) -> (Arrays.compareUnsigned(a, b) < 0) == least ? a : b)
                .orElseThrow();
        return Optional.of(type instanceof StringType ? UTF8String.fromBytes(value) : value);
    }

    /** A number as Spark's rows have it. */
    private static Optional<Object> whole(long value, DataType type) {
        if (type instanceof BooleanType) {
            return Optional.of(value != 0);
        } else if (type instanceof ByteType) {
            return Optional.of((byte) value);
        } else if (type instanceof ShortType) {
            return Optional.of((short) value);
        } else if (type instanceof DecimalType decimal) {
            return Optional.of(Decimal.createUnsafe(value, decimal.precision(), decimal.scale()));
        }
        return switch (type.typeName()) {
            case "integer", "date" -> Optional.of((int) value);
            case "long", "timestamp", "timestamp_ntz" -> Optional.of(value);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> column(StoreRelation relation, Expression expression) {
        return expression instanceof NamedReference reference && reference.fieldNames().length == 1
                ? relation.ordinal(reference.fieldNames()[0])
                : Optional.empty();
    }

    @Override
    public StructType readSchema() {
        return schema;
    }

    @Override
    public String description() {
        return "kiln statistics " + String.join(", ", schema.fieldNames());
    }

    @Override
    public InternalRow[] rows() {
        return new InternalRow[] {row};
    }
}
