package dev.kiln.connector.put;

import dev.kiln.connector.change.RowChangeWriter;
import dev.kiln.connector.read.BatchReader;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.session.Packed;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.snapshot.Snapshot;
import java.io.IOException;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;

/**
 * A task's part of a put: writes its rows, then looks through the keys of the buckets in which older ones may be, and notes
 * the places of those that go. Keeps the keys of its rows in memory. For one thread.
 */
final class PutWriter implements DataWriter<InternalRow> {
    private final StoreRelation relation;
    private final Snapshot base;
    private final RowChangeWriter writer;
    private final PutKeys keys;
    private final RowKey key;
    private final KeySet put = new KeySet();
    private final BitSet buckets = new BitSet();

    private PutWriter(StoreRelation relation, Snapshot base, RowChangeWriter writer) {
        this.relation = relation;
        this.base = base;
        this.writer = writer;
        this.keys = new PutKeys(relation);
        this.key = keys.ofTable();
    }

    /** Makes writers in executors. */
    record Factory(StoreRelation relation, long write, Packed<Snapshot> base)
            implements DataWriterFactory, StreamingDataWriterFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
            Snapshot snapshot = base.value();
            return new PutWriter(
                    relation, snapshot, RowChangeWriter.of(relation, write, snapshot, partitionId, taskId));
        }

        @Override
        public DataWriter<InternalRow> createWriter(int partitionId, long taskId, long epochId) {
            return createWriter(partitionId, taskId);
        }
    }

    @Override
    public void write(InternalRow row) {
        key.of(row);
        if (!put.add(key.bytes(), key.length())) {
            throw new StoreException(
                    StoreCondition.INVALID_ROW,
                    "Two of the rows that are put into "
                            + relation.table().spec().name() + " have the same key "
                            + relation.table().spec().keyColumns() + "; put one of them",
                    Map.of("table", relation.table().spec().name().toString()));
        }
        buckets.set(writer.append(row));
    }

    @Override
    public WriterCommitMessage commit() throws IOException {
        if (put.count() > 0) {
            IntStream searched = keys.tellBuckets()
                    ? buckets.stream()
                    : IntStream.range(0, base.buckets().size());
            for (int bucket : searched.toArray()) {
                deleteOld(bucket);
            }
        }
        return writer.commit();
    }

    private void deleteOld(int bucket) throws IOException {
        RowKey old = keys.ofScanned();
        int placeAt = keys.count();
        try (BatchReader reader = BatchReader.ofBucket(
                relation, keys.scanned(), bucket, base.buckets().get(bucket).batches())) {
            while (reader.next()) {
                for (Iterator<InternalRow> rows = reader.get().rowIterator(); rows.hasNext(); ) {
                    InternalRow row = rows.next();
                    if (old.isIn(row) && put.contains(old.of(row).bytes(), old.length())) {
                        writer.delete(row, place(row, placeAt));
                    }
                }
            }
        }
    }

    private static InternalRow place(InternalRow row, int at) {
        return new GenericInternalRow(
                new Object[] {row.getLong(at), row.getLong(at + 1), row.getLong(at + 2), row.getLong(at + 3)});
    }

    /** What was uploaded is collected by the store: it was never committed. */
    @Override
    public void abort() {}

    @Override
    public void close() {}

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return writer.currentMetricsValues();
    }
}
