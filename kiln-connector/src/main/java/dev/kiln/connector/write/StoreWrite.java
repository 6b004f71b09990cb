package dev.kiln.connector.write;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.snapshot.Commit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/** An append, or a replacement of everything: once, or with every step of a stream. */
final class StoreWrite implements RequiresDistributionAndOrdering {
    private final StoreRelation relation;
    private final Ending ending;
    private final String query;

    /**
     * A write.
     *
     * @param ending what is done with the rows
     * @param query the stream's id, equal after its restart
     */
    StoreWrite(StoreRelation relation, Ending ending, String query) {
        this.relation = relation;
        this.ending = ending;
        this.query = query;
    }

    /** How what the tasks have uploaded is committed. */
    interface Ending {
        void commit(OpenWrite write, List<WriteOutcome> outcomes, Optional<Commit.Epoch> epoch);
    }

    @Override
    public String description() {
        return "kiln " + relation.table().spec().name() + " " + ending;
    }

    /** Rows of a bucket come to one task, so that it makes full batches; any other distribution would be right too. */
    @Override
    public Distribution requiredDistribution() {
        Transform[] partitioning = relation.isRows() ? new Transform[0] : relation.partitioning();
        return partitioning.length == 0 ? Distributions.unspecified() : Distributions.clustered(partitioning);
    }

    @Override
    public boolean distributionStrictlyRequired() {
        return false;
    }

    @Override
    public SortOrder[] requiredOrdering() {
        return new SortOrder[0];
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return WriteMetrics.all();
    }

    @Override
    public BatchWrite toBatch() {
        return new Once();
    }

    @Override
    public StreamingWrite toStreaming() {
        return new Stream();
    }

    static List<WriteOutcome> outcomes(WriterCommitMessage[] messages) {
        return Arrays.stream(messages)
                .filter(TaskMessage.class::isInstance)
                .map(message -> ((TaskMessage) message).outcome())
                .toList();
    }

    private final class Once implements BatchWrite {
        private final AtomicReference<Optional<OpenWrite>> open = new AtomicReference<>(Optional.empty());

        @Override
        public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
            OpenWrite write = OpenWrite.begin(relation, false);
            open.set(Optional.of(write));
            return new RowWriterFactory(relation, write.id());
        }

        @Override
        public void commit(WriterCommitMessage[] messages) {
            ending.commit(open.getAndSet(Optional.empty()).orElseThrow(), outcomes(messages), Optional.empty());
        }

        @Override
        public void abort(WriterCommitMessage[] messages) {
            open.getAndSet(Optional.empty()).ifPresent(OpenWrite::abort);
        }
    }

    /** Spark asks for a factory with every step. */
    private final class Stream implements StreamingWrite {
        private final AtomicReference<Optional<OpenWrite>> open = new AtomicReference<>(Optional.empty());

        @Override
        public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
            OpenWrite write = OpenWrite.begin(relation, false);
            open.getAndSet(Optional.of(write)).ifPresent(OpenWrite::abort);
            return new RowWriterFactory(relation, write.id());
        }

        @Override
        public void commit(long epochId, WriterCommitMessage[] messages) {
            ending.commit(
                    open.getAndSet(Optional.empty()).orElseThrow(),
                    outcomes(messages),
                    Optional.of(new Commit.Epoch(query, epochId)));
        }

        @Override
        public void abort(long epochId, WriterCommitMessage[] messages) {
            open.getAndSet(Optional.empty()).ifPresent(OpenWrite::abort);
        }
    }
}
