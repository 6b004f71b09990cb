package dev.kiln.connector.change;

import dev.kiln.connector.read.BatchFilter;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.write.OpenWrite;
import dev.kiln.connector.write.WriteOutcome;
import dev.kiln.store.batch.DeletedRowList;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** A DELETE that statistics show to drop whole batches and no part of any, so that no row has to be read. */
public final class BatchDelete {
    private final StoreRelation relation;
    private final Snapshot base;
    private final List<WriteOutcome> outcomes;

    private BatchDelete(StoreRelation relation, Snapshot base, List<WriteOutcome> outcomes) {
        this.relation = relation;
        this.base = base;
        this.outcomes = outcomes;
    }

    /** The deletion, or nothing if rows have to be read for it. */
    public static Optional<BatchDelete> of(StoreRelation relation, Predicate[] filters) {
        BatchFilter filter = new BatchFilter(relation, List.of(filters));
        Snapshot base = relation.store().snapshot(relation.table());
        List<WriteOutcome.Deleted> deleted = new ArrayList<>();
        for (int bucket = 0; bucket < base.buckets().size(); bucket++) {
            for (Batch batch : base.buckets().get(bucket).batches()) {
                if (filter.allMatch(batch)) {
                    byte[] all = DeletedRowList.none(batch.rows())
                            .with(IntStream.range(0, batch.rows()))
                            .encode();
                    deleted.add(new WriteOutcome.Deleted(bucket, batch.id(), all));
                } else if (filter.mayMatch(batch)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new BatchDelete(relation, base, List.of(new WriteOutcome(List.of(), deleted))));
    }

    /** Commits it. */
    public void run() {
        OpenWrite.begin(relation, true).change(outcomes, base, Set.of());
    }

    /** Drops every row, whatever the version. */
    public static void everything(StoreRelation relation) {
        OpenWrite.begin(relation, true).append(List.of(), true, Optional.empty());
    }
}
