package dev.kiln.connector.change;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.session.Packed;
import dev.kiln.connector.write.OpenWrite;
import dev.kiln.connector.write.TaskMessage;
import dev.kiln.connector.write.WriteMetrics;
import dev.kiln.connector.write.WriteOutcome;
import dev.kiln.store.snapshot.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWrite;
import org.apache.spark.sql.connector.write.DeltaWriteBuilder;
import org.apache.spark.sql.connector.write.DeltaWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** The writing half of an UPDATE, DELETE or MERGE. */
final class RowChangeWrite implements DeltaWrite, DeltaBatchWrite {
    private final StoreRelation relation;
    private final Command command;
    private final Supplier<Optional<Long>> begun;
    private final Supplier<Optional<Snapshot>> read;
    private final AtomicReference<Optional<OpenWrite>> open = new AtomicReference<>(Optional.empty());

    private RowChangeWrite(Builder builder) {
        this.relation = builder.relation();
        this.command = builder.command();
        this.begun = builder.begun();
        this.read = builder.read();
    }

    /**
     * Makes it.
     *
     * @param begun the write that was begun before something was read, if something was
     * @param read what was read
     */
    record Builder(
            StoreRelation relation, Command command, Supplier<Optional<Long>> begun, Supplier<Optional<Snapshot>> read)
            implements DeltaWriteBuilder {
        @Override
        public DeltaWrite build() {
            return new RowChangeWrite(this);
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
        OpenWrite write =
                begun.get().map(id -> OpenWrite.resume(relation, id)).orElseGet(() -> OpenWrite.begin(relation, true));
        open.set(Optional.of(write));
        return new RowChangeWriter.Factory(relation, write.id(), Packed.of(Snapshot.class, base()));
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
        List<WriteOutcome> outcomes = Arrays.stream(messages)
                .filter(TaskMessage.class::isInstance)
                .map(message -> ((TaskMessage) message).outcome())
                .toList();
        Snapshot base = base();
        // Which rows MERGE adds depends on rows that weren't there.
        Set<Integer> dependsOn = command == Command.MERGE
                ? IntStream.range(0, base.buckets().size()).boxed().collect(Collectors.toSet())
                : Set.of();
        open.getAndSet(Optional.empty()).orElseThrow().change(outcomes, base, dependsOn, Optional.empty());
    }

    @Override
    public void abort(WriterCommitMessage[] messages) {
        open.getAndSet(Optional.empty()).ifPresent(OpenWrite::abort);
    }

    /** A statement that Spark found to read nothing changes nothing of what was there. */
    private Snapshot base() {
        return read.get().orElseGet(() -> relation.store().snapshot(relation.table()));
    }
}
