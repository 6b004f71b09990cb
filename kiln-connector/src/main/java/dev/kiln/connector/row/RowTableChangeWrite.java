package dev.kiln.connector.row;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.write.OpenWrite;
import dev.kiln.connector.write.WriteMetrics;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowCommit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWrite;
import org.apache.spark.sql.connector.write.DeltaWriteBuilder;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** The writing half of an UPDATE, DELETE or MERGE of a row table. */
final class RowTableChangeWrite implements DeltaWrite, DeltaBatchWrite {
    private final StoreRelation relation;
    private final AtomicReference<Optional<OpenWrite>> open = new AtomicReference<>(Optional.empty());

    private RowTableChangeWrite(StoreRelation relation) {
        this.relation = relation;
    }

    /** Makes it. */
    record Builder(StoreRelation relation) implements DeltaWriteBuilder {
        @Override
        public DeltaWrite build() {
            return new RowTableChangeWrite(relation);
        }
    }

    @Override
    public DeltaBatchWrite toBatch() {
        return this;
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return WriteMetrics.all();
    }

    @Override
    public DeltaWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        OpenWrite write = OpenWrite.begin(relation, true);
        open.set(Optional.of(write));
        return new RowTableChangeWriter.Factory(relation, write.id());
    }

    /** All rows that change go before any comes back, so that keys may change places. */
    @Override
    public void commit(WriterCommitMessage[] messages) {
        List<RowCommit.Change> changes = new ArrayList<>();
        for (RowAction action : List.of(RowAction.DELETE, RowAction.INSERT)) {
            for (WriterCommitMessage message : messages) {
                if (message instanceof RowTableChangeWriter.Message done) {
                    done.changes().value().changes().stream()
                            .filter(change -> change.action() == action)
                            .forEach(changes::add);
                }
            }
        }
        open.getAndSet(Optional.empty()).orElseThrow().rows(changes, false, Optional.empty());
    }

    @Override
    public void abort(WriterCommitMessage[] messages) {
        open.getAndSet(Optional.empty()).ifPresent(OpenWrite::abort);
    }
}
