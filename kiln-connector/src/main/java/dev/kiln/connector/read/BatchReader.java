package dev.kiln.connector.read;

import dev.kiln.connector.read.BucketPartition.BucketShare;
import dev.kiln.connector.relation.RowPlace;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.session.Host;
import dev.kiln.connector.vector.Vectors;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.StoredBatch;
import dev.kiln.store.batch.ColumnDecoder;
import dev.kiln.store.batch.DecodedColumn;
import dev.kiln.store.batch.DeletedRowList;
import dev.kiln.store.batch.Layout;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.table.Column;
import dev.kiln.store.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Reads batches one after the other. For one thread. */
public final class BatchReader implements PartitionReader<ColumnarBatch> {
    /** A batch and the bucket that it is in. */
    private record Place(int bucket, Batch batch) {}

    private final StoreRelation relation;
    private final Store store;
    private final StructField[] fields;
    private final List<Optional<Column>> columns = new ArrayList<>();
    private final List<Integer> columnIds = new ArrayList<>();
    private final List<Layout> layouts = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final ReadAhead<Optional<StoredBatch>> stored;
    private final String host = Host.name();
    private final ScanCounts counts = new ScanCounts(host);
    private int next;
    private ColumnarBatch current = new ColumnarBatch(new ColumnVector[0], 0);

    /** A reader of one bucket's batches. */
    public static BatchReader ofBucket(StoreRelation relation, StructType wanted, int bucket, List<Batch> batches) {
        return new BatchReader(relation, wanted, new BucketPartition.Share(List.of(new BucketShare(bucket, batches))));
    }

    BatchReader(StoreRelation relation, StructType wanted, BucketPartition.Share share) {
        this.relation = relation;
        this.store = relation.store();
        this.fields = wanted.fields();
        for (StructField field : fields) {
            Optional<Column> column = relation.ordinal(field.name())
                    .map(i -> relation.table().spec().columns().get(i));
            columns.add(column);
            column.ifPresent(known -> {
                columnIds.add(known.id());
                layouts.add(Layout.of(DataType.of(known)));
            });
        }
        for (BucketShare bucket : share.buckets()) {
            bucket.batches().forEach(batch -> places.add(new Place(bucket.bucket(), batch)));
        }
        stored = new ReadAhead<>(places.stream()
                .<Supplier<Optional<StoredBatch>>>map(place -> () -> fetch(place))
                .toList());
    }

    @Override
    public boolean next() {
        if (next == places.size()) {
            return false;
        }
        current = read(places.get(next++));
        return true;
    }

    @Override
    public ColumnarBatch get() {
        return current;
    }

    /** A count of rows alone needs nothing of the batch. */
    private Optional<StoredBatch> fetch(Place place) {
        Batch batch = place.batch();
        return columnIds.isEmpty() && batch.deletes().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        store.read(relation.table(), place.bucket(), batch.id(), columnIds, batch.deletes(), host));
    }

    private ColumnarBatch read(Place place) {
        Batch batch = place.batch();
        Optional<StoredBatch> found = stored.next();
        List<Optional<byte[]>> columnBytes = List.of();
        Optional<int[]> live = Optional.empty();
        if (found.isPresent()) {
            counts.add(
                    found.get().columns().stream().flatMap(Optional::stream).toList(),
                    found.get().servedBy());
            columnBytes = found.get().columns();
            live = found.get().deletes().map(list -> DeletedRowList.decode(list, batch.rows())
                    .live());
            if (batch.deletes().isPresent() && live.isEmpty()) {
                throw new StoreException(
                        StoreCondition.INTERNAL, "The list of a batch's deleted rows was not sent", Map.of());
            }
        }
        ColumnVector[] vectors = new ColumnVector[fields.length];
        int nextStored = 0;
        for (int i = 0; i < fields.length; i++) {
            ColumnVector vector;
            if (columns.get(i).isPresent()) {
                Column column = columns.get(i).get();
                vector = Vectors.of(
                        fields[i].dataType(),
                        decode(column, layouts.get(nextStored), columnBytes.get(nextStored), batch));
                nextStored++;
            } else {
                vector = place(fields[i].name(), place);
            }
            vectors[i] = live.isPresent() ? Vectors.selected(vector, live.get()) : vector;
        }
        return new ColumnarBatch(vectors, batch.liveRows());
    }

    private static DecodedColumn decode(Column column, Layout layout, Optional<byte[]> stored, Batch batch) {
        Optional<Chunk> chunk = BatchFilter.chunk(column, batch);
        return stored.isPresent() && chunk.isPresent()
                ? ColumnDecoder.decode(stored.get(), chunk.get(), batch.rows(), layout)
                : ColumnDecoder.nothing(layout, batch.rows());
    }

    private static ColumnVector place(String name, Place place) {
        return switch (name) {
            case RowPlace.BUCKET -> Vectors.constant(place.bucket());
            case RowPlace.WRITE -> Vectors.constant(place.batch().id().write());
            case RowPlace.SEQUENCE -> Vectors.constant(place.batch().id().sequence());
            case RowPlace.POSITION -> Vectors.position();
            default -> throw new IllegalStateException("No column is called " + name);
        };
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return counts.values();
    }

    @Override
    public void close() {
        stored.close();
        current.close();
    }
}
