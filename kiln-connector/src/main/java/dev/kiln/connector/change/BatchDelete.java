package dev.kiln.connector.change;

import dev.kiln.connector.read.BatchFilter;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.write.OpenWrite;
import dev.kiln.connector.write.WriteOutcome;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.batch.DeletedRowList;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * A DELETE that statistics show to drop whole batches and no part of any, so that no row has to be read. It is worked out
 * anew when it is run, by a write that has begun: batches may have been added and rewritten since it was planned.
 */
public final class BatchDelete {
    private BatchDelete() {}

    /** Whether the table is so that no row has to be read. */
    public static boolean isPossible(StoreRelation relation, Predicate[] filters) {
        return deleted(relation.store().snapshot(relation.table()), new BatchFilter(relation, List.of(filters)))
                .isPresent();
    }

    private static Optional<List<WriteOutcome.Deleted>> deleted(Snapshot base, BatchFilter filter) {
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
        return Optional.of(deleted);
    }

    /**
     * Deletes and commits.
     *
     * @throws StoreException {@code COMMIT_CONFLICT} if there are rows now that would have to be read
     */
    public static void run(StoreRelation relation, Predicate[] filters) {
        OpenWrite write = OpenWrite.begin(relation, true);
        Optional<List<WriteOutcome.Deleted>> deleted = Optional.empty();
        Snapshot base;
        try {
            base = relation.store().snapshot(relation.table());
            deleted = deleted(base, new BatchFilter(relation, List.of(filters)));
        } finally {
            if (deleted.isEmpty()) {
                write.abort();
            }
        }
        List<WriteOutcome.Deleted> found = deleted.orElseThrow(() -> new StoreException(
                StoreCondition.COMMIT_CONFLICT,
                "Rows were added to " + relation.table().spec().name() + " while this DELETE was planned; run it again",
                Map.of("table", relation.table().spec().name().toString())));
        write.change(List.of(new WriteOutcome(List.of(), found)), base, Set.of(), Optional.empty());
    }

    /** Drops every row, whatever the version. */
    public static void everything(StoreRelation relation) {
        OpenWrite.begin(relation, true).append(List.of(), true, Optional.empty());
    }
}
