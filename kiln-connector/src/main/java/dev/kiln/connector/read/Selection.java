package dev.kiln.connector.read;

import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which batches of a snapshot are read. Immutable.
 *
 * @param snapshot all there is
 * @param batches per bucket
 * @param wanted the buckets that rows may be in; all if nothing is said
 */
record Selection(Snapshot snapshot, List<List<Batch>> batches, Optional<BitSet> wanted) {
    Selection {
        batches = List.copyOf(batches);
    }

    static Selection all(Snapshot snapshot) {
        return new Selection(
                snapshot,
                snapshot.buckets().stream().map(Snapshot.Bucket::batches).toList(),
                Optional.empty());
    }

    /** Leaves batches out. */
    Selection keep(Predicate<Batch> kept) {
        return new Selection(
                snapshot,
                batches.stream()
                        .map(bucket -> bucket.stream().filter(kept).toList())
                        .toList(),
                wanted);
    }

    /** Leaves buckets out. */
    Selection within(Optional<BitSet> buckets) {
        if (buckets.isEmpty()) {
            return this;
        }
        BitSet both = (BitSet) buckets.get().clone();
        wanted.ifPresent(both::and);
        List<List<Batch>> kept = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            kept.add(both.get(i) ? batches.get(i) : List.of());
        }
        return new Selection(snapshot, kept, Optional.of(both));
    }

    boolean wants(int bucket) {
        return wanted.isEmpty() || wanted.get().get(bucket);
    }

    long rows() {
        return batches.stream().flatMap(List::stream).mapToLong(Batch::liveRows).sum();
    }

    int count() {
        return batches.stream().mapToInt(List::size).sum();
    }

    /** How many batches of the snapshot are left out. */
    int skipped() {
        return snapshot.buckets().stream()
                        .mapToInt(bucket -> bucket.batches().size())
                        .sum()
                - count();
    }
}
