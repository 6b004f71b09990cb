package dev.kiln.connector.put;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.session.Packed;
import dev.kiln.connector.write.OpenWrite;
import dev.kiln.connector.write.TaskMessage;
import dev.kiln.connector.write.WriteMetrics;
import dev.kiln.connector.write.WriteOutcome;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/**
 * A put into a column table, once or with every step of a stream: each row takes the place of those with the same
 * {@code KEY_COLUMNS}, or is added if there are none, all in one commit. Two rows with the same key in one put are refused,
 * because nothing says which of them is the later one, and so are rows without a key. Of two puts into the same buckets at
 * the same time the later one fails with {@code COMMIT_CONFLICT} and may be run again, because it hasn't seen the rows of
 * the other.
 */
public final class PutWrite implements RequiresDistributionAndOrdering {
    private final StoreRelation relation;
    private final PutKeys keys;
    private final String query;

    /**
     * A put.
     *
     * @param relation a column table
     * @param query the stream's id, equal after its restart
     * @throws dev.kiln.store.StoreException {@code INVALID_OPTION} if the table has no {@code KEY_COLUMNS}, {@code
     *     UNSUPPORTED_TYPE} if they can't be compared
     */
    public PutWrite(StoreRelation relation, String query) {
        this.relation = relation;
        this.keys = new PutKeys(relation);
        this.query = query;
    }

    @Override
    public String description() {
        return "kiln " + relation.table().spec().name() + " put";
    }

    /** Rows of the same key come to one task, and where the key tells the bucket, those of a bucket too. */
    @Override
    public Distribution requiredDistribution() {
        int[] ordinals = keys.tellBuckets() ? relation.partitionOrdinals() : keys.ordinals();
        return Distributions.clustered(Arrays.stream(ordinals)
                .mapToObj(ordinal -> Expressions.column(
                        StoreRelation.quoted(relation.schema().fields()[ordinal].name())))
                .toArray(Expression[]::new));
    }

    @Override
    public boolean distributionStrictlyRequired() {
        return true;
    }

    /** Spark spreads rows over tasks as they are spread over buckets, so each task has to look through one alone. */
    @Override
    public int requiredNumPartitions() {
        return keys.tellBuckets() ? relation.buckets() : 0;
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

    /** A write that has begun, and what was there then. */
    private record Begun(OpenWrite write, Snapshot base) {
        static Begun of(StoreRelation relation) {
            OpenWrite write = OpenWrite.begin(relation, true);
            try {
                return new Begun(write, relation.store().snapshot(relation.table()));
            } catch (RuntimeException e) {
                write.abort();
                throw e;
            }
        }

        PutWriter.Factory factory(StoreRelation relation) {
            return new PutWriter.Factory(relation, write.id(), Packed.of(Snapshot.class, base));
        }
    }

    private void commit(Begun begun, WriterCommitMessage[] messages, Optional<Commit.Epoch> epoch) {
        List<WriteOutcome> outcomes = Arrays.stream(messages)
                .filter(TaskMessage.class::isInstance)
                .map(message -> ((TaskMessage) message).outcome())
                .toList();
        begun.write().change(outcomes, begun.base(), searched(outcomes), epoch);
    }

    /** The buckets in which rows of the same keys might have come to be meanwhile. */
    private Set<Integer> searched(List<WriteOutcome> outcomes) {
        Set<Integer> touched = outcomes.stream()
                .flatMap(outcome -> outcome.added().stream())
                .map(WriteOutcome.Added::bucket)
                .collect(Collectors.toSet());
        return keys.tellBuckets() || touched.isEmpty()
                ? touched
                : IntStream.range(0, relation.buckets()).boxed().collect(Collectors.toSet());
    }

    private final class Once implements BatchWrite {
        private final AtomicReference<Optional<Begun>> open = new AtomicReference<>(Optional.empty());

        @Override
        public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
            Begun begun = Begun.of(relation);
            open.set(Optional.of(begun));
            return begun.factory(relation);
        }

        @Override
        public void commit(WriterCommitMessage[] messages) {
            PutWrite.this.commit(open.getAndSet(Optional.empty()).orElseThrow(), messages, Optional.empty());
        }

        @Override
        public void abort(WriterCommitMessage[] messages) {
            open.getAndSet(Optional.empty()).ifPresent(begun -> begun.write().abort());
        }
    }

    /** Spark asks for a factory with every step. */
    private final class Stream implements StreamingWrite {
        private final AtomicReference<Optional<Begun>> open = new AtomicReference<>(Optional.empty());

        @Override
        public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
            Begun begun = Begun.of(relation);
            open.getAndSet(Optional.of(begun)).ifPresent(old -> old.write().abort());
            return begun.factory(relation);
        }

        @Override
        public void commit(long epochId, WriterCommitMessage[] messages) {
            PutWrite.this.commit(
                    open.getAndSet(Optional.empty()).orElseThrow(),
                    messages,
                    Optional.of(new Commit.Epoch(query, epochId)));
        }

        @Override
        public void abort(long epochId, WriterCommitMessage[] messages) {
            open.getAndSet(Optional.empty()).ifPresent(begun -> begun.write().abort());
        }
    }
}
