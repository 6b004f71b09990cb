package dev.kiln.store.server.row;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.Table;
import dev.kiln.store.wire.RecordCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.CachePeekMode;
import org.jspecify.annotations.Nullable;

/** Reads rows of row tables. Safe for use by several threads. */
public final class RowReader {
    private static final int PAGE_ROWS = 65_536;
    private static final long PAGE_BYTES = 8L << 20;
    private static final long PAGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Sizes and times are looked at once in so many rows. */
    private static final int ROWS_PER_LOOK = 512;

    private final Ignite ignite;
    private final RowTables tables;
    private final RowIndexes indexes;

    public RowReader(Ignite ignite, RowTables tables, RowIndexes indexes) {
        this.ignite = ignite;
        this.tables = tables;
        this.indexes = indexes;
    }

    /**
     * Some rows.
     *
     * @param next where the rows after them begin; nothing if there are none
     */
    public record Page(List<EncodedBatch> batches, Optional<byte[]> next) {}

    /**
     * A place in a scan.
     *
     * @param partition of Ignite's
     * @param key the bytes of the last key; none at the beginning
     */
    private record Place(int partition, Optional<byte[]> key) {}

    /**
     * Reads a page of a bucket that this server has. Of replicated tables, the only bucket has all rows.
     *
     * @throws StoreException {@code TABLE_CHANGED} if a column is gone; {@code UNAVAILABLE} if the bucket isn't here
     */
    public Page scan(Table table, int bucket, RowScan scan, Optional<byte[]> after) {
        RowSchema schema = new RowSchema(table);
        boolean bucketed = table.spec().placement() instanceof Placement.Bucketed;
        if (bucketed && after.isEmpty()) {
            Optional<List<EncodedBatch>> found = indexes.search(table, schema, bucket, scan, PAGE_ROWS);
            if (found.isPresent()) {
                return new Page(found.get(), Optional.empty());
            }
        }
        int last = bucketed ? bucket : ignite.affinity(tables.cacheName(table)).partitions() - 1;
        Optional<Place> place = Optional.of(after.map(bytes -> RecordCodec.read(Place.class, bytes))
                .orElse(new Place(bucketed ? bucket : 0, Optional.empty())));
        PageBuilder page = new PageBuilder(schema, scan);
        while (place.isPresent() && page.hasRoom()) {
            int partition = place.get().partition();
            try (StoredPartition stored = open(table, bucket, partition)) {
                Optional<byte[]> stopped = stored.visit(place.get().key(), page);
                place = stopped.isPresent()
                        ? Optional.of(new Place(partition, stopped))
                        : Optional.of(new Place(partition + 1, Optional.<byte[]>empty()))
                                .filter(next -> next.partition() <= last);
            }
        }
        return new Page(
                page.finish(),
                place.filter(unused -> !page.isComplete()).map(found -> RecordCodec.write(Place.class, found)));
    }

    private StoredPartition open(Table table, int bucket, int partition) {
        return StoredPartition.open(ignite, tables.cacheName(table), partition)
                .orElseThrow(() -> new StoreException(
                        StoreCondition.UNAVAILABLE,
                        "Bucket " + bucket + " of " + table.spec().name() + " isn't on this server",
                        Map.of("table", table.spec().name().toString())));
    }

    /** Takes rows in until it is full. */
    private static final class PageBuilder implements StoredPartition.Visitor {
        private final RowScan scan;
        private final RowCondition condition;
        private final RowBatches rows;
        private final boolean countsOnly;
        private final long end = System.nanoTime() + PAGE_NANOS;
        private int visited;
        private boolean full;

        PageBuilder(RowSchema schema, RowScan scan) {
            this.scan = scan;
            this.condition = RowCondition.of(schema, scan.filters());
            this.rows = new RowBatches(schema, scan.columns());
            this.countsOnly = scan.columns().isEmpty();
            this.full = isComplete();
        }

        @Override
        public boolean visit(BinaryObject key, BinaryObject value) {
            if (condition.apply(key, value)) {
                rows.append(key, value);
            }
            full = isComplete()
                    || !countsOnly && rows.rows() >= PAGE_ROWS
                    || ++visited % ROWS_PER_LOOK == 0 && (rows.bytes() >= PAGE_BYTES || System.nanoTime() > end);
            return !full;
        }

        boolean hasRoom() {
            return !full;
        }

        /** Whether no more rows are wanted on any page. */
        boolean isComplete() {
            return rows.rows() >= scan.limit();
        }

        List<EncodedBatch> finish() {
            return rows.finish();
        }
    }

    /** The rows of some keys, those that there are, in any order. */
    public List<EncodedBatch> lookUp(Table table, List<Integer> columns, Batch keys, List<byte[]> bytes) {
        RowSchema schema = new RowSchema(table);
        RowBatches batches = new RowBatches(schema, columns);
        List<List<@Nullable Object>> rows = RowBatches.read(schema, keys, bytes);
        if (rows.size() == 1) {
            BinaryObject key = schema.key(ignite.binary(), rows.get(0));
            BinaryObject value = tables.rows(table).get(key);
            if (value != null) {
                batches.append(key, value);
            }
        } else {
            Set<BinaryObject> all = new HashSet<>();
            rows.forEach(row -> all.add(schema.key(ignite.binary(), row)));
            tables.rows(table).getAll(all).forEach(batches::append);
        }
        return batches.finish();
    }

    /** About how many rows there are. */
    public long count(Table table) {
        return tables.rows(table).sizeLong(CachePeekMode.PRIMARY);
    }
}
