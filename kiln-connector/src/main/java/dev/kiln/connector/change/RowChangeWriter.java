package dev.kiln.connector.change;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.session.Packed;
import dev.kiln.connector.write.BucketWriter;
import dev.kiln.connector.write.TaskMessage;
import dev.kiln.connector.write.TaskNames;
import dev.kiln.connector.write.WriteMetrics;
import dev.kiln.connector.write.WriteOutcome;
import dev.kiln.store.batch.DeletedRowList;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DeltaWriter;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** A task's part of a change of rows: notes which ones go, and writes the new ones. For one thread. */
public final class RowChangeWriter implements DeltaWriter<InternalRow> {
    private record Place(int bucket, BatchId batch) {}

    private final BucketWriter writer;
    private final Map<BatchId, Integer> rows;
    private final Map<Place, BitSet> deleted = new HashMap<>();

    private RowChangeWriter(BucketWriter writer, Map<BatchId, Integer> rows) {
        this.writer = writer;
        this.rows = rows;
    }

    /**
     * A task's writer.
     *
     * @param base what the rows were read from that go
     */
    public static RowChangeWriter of(StoreRelation relation, long write, Snapshot base, int partition, long task) {
        Map<BatchId, Integer> rows = new HashMap<>();
        base.buckets().forEach(bucket -> bucket.batches().forEach((Batch batch) -> rows.put(batch.id(), batch.rows())));
        return new RowChangeWriter(new BucketWriter(relation, TaskNames.ofTask(write, partition, task)), rows);
    }

    /** Makes writers in executors. */
    record Factory(StoreRelation relation, long write, Packed<Snapshot> base) implements DeltaWriterFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public DeltaWriter<InternalRow> createWriter(int partitionId, long taskId) {
            return RowChangeWriter.of(relation, write, base.value(), partitionId, taskId);
        }
    }

    @Override
    public void delete(InternalRow metadata, InternalRow id) {
        Place place = new Place((int) id.getLong(0), new BatchId(id.getLong(1), id.getLong(2)));
        deleted.computeIfAbsent(place, unused -> new BitSet()).set((int) id.getLong(3));
    }

    @Override
    public void update(InternalRow metadata, InternalRow id, InternalRow row) {
        delete(metadata, id);
        insert(row);
    }

    @Override
    public void insert(InternalRow row) {
        append(row);
    }

    /**
     * Adds a row.
     *
     * @return its bucket
     */
    public int append(InternalRow row) {
        return writer.append(row);
    }

    @Override
    public WriterCommitMessage commit() {
        List<WriteOutcome.Deleted> lists = new ArrayList<>();
        deleted.forEach((place, positions) -> {
            Integer all = rows.get(place.batch());
            if (all == null) {
                throw new IllegalStateException("Batch " + place.batch() + " is not in what was read");
            }
            lists.add(new WriteOutcome.Deleted(
                    place.bucket(),
                    place.batch(),
                    DeletedRowList.none(all).with(positions.stream()).encode()));
        });
        return new TaskMessage(new WriteOutcome(writer.finish(), lists));
    }

    /** What was uploaded is collected by the store: it was never committed. */
    @Override
    public void abort() {}

    @Override
    public void close() {}

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return WriteMetrics.of(writer);
    }
}
