package dev.kiln.connector.read;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Bounds;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.table.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;

/** Leaves out batches that a limit has no use for. */
final class Limits {
    private Limits() {}

    /** Batches that have enough rows together. */
    static Selection first(Selection selection, int limit) {
        Set<Batch> enough = new HashSet<>();
        long rows = 0;
        for (List<Batch> bucket : selection.batches()) {
            for (Batch batch : bucket) {
                if (rows < limit) {
                    enough.add(batch);
                    rows += batch.liveRows();
                }
            }
        }
        return selection.keep(enough::contains);
    }

    /**
     * Batches that may have one of the first rows in an order, if the order begins with a column that has bounds
     * everywhere and no nulls.
     */
    static Optional<Selection> top(StoreRelation relation, Selection selection, SortOrder[] orders, int limit) {
        if (orders.length == 0
                || !(orders[0].expression() instanceof NamedReference reference)
                || reference.fieldNames().length != 1) {
            return Optional.empty();
        }
        Optional<Integer> ordinal = relation.ordinal(reference.fieldNames()[0]);
        if (ordinal.isEmpty()) {
            return Optional.empty();
        }
        Column column = relation.table().spec().columns().get(ordinal.get());
        boolean ascending = orders[0].direction() == SortDirection.ASCENDING;
        List<Range> ranges = new ArrayList<>();
        for (Batch batch : selection.batches().stream().flatMap(List::stream).toList()) {
            Optional<Range> range = range(column, batch, ascending);
            if (range.isEmpty()) {
                return Optional.empty();
            }
            ranges.add(range.get());
        }
        ranges.sort(Comparator.comparingDouble(Range::last));
        long rows = 0;
        double bound = Double.POSITIVE_INFINITY;
        for (Range range : ranges) {
            rows += range.batch().liveRows();
            if (rows >= limit) {
                bound = range.last();
                break;
            }
        }
        Set<Batch> kept = new HashSet<>();
        for (Range range : ranges) {
            if (range.first() <= bound) {
                kept.add(range.batch());
            }
        }
        return Optional.of(selection.keep(kept::contains));
    }

    /** Where a batch's values begin and end in the order that is asked for, as doubles that are rounded outwards. */
    private record Range(Batch batch, double first, double last) {}

    private static Optional<Range> range(Column column, Batch batch, boolean ascending) {
        Optional<Chunk> chunk = BatchFilter.chunk(column, batch);
        if (chunk.isEmpty() || chunk.get().nulls() > 0 || chunk.get().bounds().isEmpty()) {
            return Optional.empty();
        }
        double least;
        double greatest;
        if (chunk.get().bounds().get() instanceof Bounds.Whole whole) {
            least = Math.nextDown((double) whole.least());
            greatest = Math.nextUp((double) whole.greatest());
        } else if (chunk.get().bounds().get() instanceof Bounds.Floating floating
                && !Double.isNaN(floating.least())
                && !Double.isNaN(floating.greatest())) {
            least = floating.least();
            greatest = floating.greatest();
        } else {
            return Optional.empty();
        }
        return Optional.of(ascending ? new Range(batch, least, greatest) : new Range(batch, -greatest, -least));
    }
}
