package dev.kiln.connector.row;

import dev.kiln.connector.encode.RowEncoder;
import dev.kiln.connector.relation.RowPlace;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.session.Packed;
import dev.kiln.connector.write.BucketWriter;
import dev.kiln.connector.write.TaskNames;
import dev.kiln.connector.write.WriteMetrics;
import dev.kiln.connector.write.WriteOutcome;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowCommit;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DeltaWriter;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A task's part of an UPDATE, DELETE or MERGE: uploads the keys and checksums of rows that go, and the rows that come. A
 * changed row does both. For one thread.
 */
final class RowTableChangeWriter implements DeltaWriter<InternalRow> {
    private static final Column CHECKSUM =
            new Column(RowScan.CHECKSUM, RowPlace.CHECKSUM, "long", false, Optional.empty(), Optional.empty(), "{}");

    private final StoreRelation relation;
    private final TaskNames names;
    private final BucketWriter added;
    private final RowEncoder gone;
    private final List<RowCommit.Change> changes = new ArrayList<>();

    private RowTableChangeWriter(StoreRelation relation, TaskNames names) {
        this.relation = relation;
        this.names = names;
        this.added = new BucketWriter(relation, names);
        List<Column> columns = new ArrayList<>();
        StructType schema = new StructType();
        for (int ordinal : relation.keyOrdinals()) {
            StructField field = relation.schema().fields()[ordinal];
            columns.add(relation.table().spec().columns().get(ordinal));
            schema = schema.add(field);
        }
        columns.add(CHECKSUM);
        schema = schema.add(CHECKSUM.name(), DataTypes.LongType, false);
        this.gone = new RowEncoder(columns, schema, relation.table().spec().compression());
    }

    /** Makes writers in executors. */
    record Factory(StoreRelation relation, long write) implements DeltaWriterFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public DeltaWriter<InternalRow> createWriter(int partitionId, long taskId) {
            return new RowTableChangeWriter(relation, TaskNames.ofTask(write, partitionId, taskId));
        }
    }

    /** What a task did. */
    record Outcome(List<RowCommit.Change> changes) {}

    /** What a task tells the driver. */
    record Message(Packed<Outcome> changes) implements WriterCommitMessage {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void delete(InternalRow metadata, InternalRow id) {
        gone.append(id, 0);
        if (gone.bytes() >= relation.table().spec().batchBytes()) {
            uploadGone();
        }
    }

    private void uploadGone() {
        EncodedBatch batch = gone.finish(names.next());
        relation.store().upload(relation.table(), 0, batch.batch(), batch.columns());
        changes.add(new RowCommit.Change(RowAction.DELETE, 0, batch.batch()));
    }

    @Override
    public void update(InternalRow metadata, InternalRow id, InternalRow row) {
        delete(metadata, id);
        insert(row);
    }

    @Override
    public void insert(InternalRow row) {
        added.append(row);
    }

    @Override
    public WriterCommitMessage commit() {
        if (gone.rows() > 0) {
            uploadGone();
        }
        for (WriteOutcome.Added batch : added.finish()) {
            changes.add(new RowCommit.Change(RowAction.INSERT, batch.bucket(), batch.batch()));
        }
        return new Message(Packed.of(Outcome.class, new Outcome(changes)));
    }

    /** What was uploaded is collected by the store: it was never committed. */
    @Override
    public void abort() {}

    @Override
    public void close() {}

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return WriteMetrics.of(added);
    }
}
