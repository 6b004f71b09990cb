package dev.kiln.store.server;

import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is visible of a table: the one entry that a commit changes.
 *
 * @param version of the table
 * @param buckets in order
 * @param epochs the latest step of each stream
 */
record Head(long version, List<Bucket> buckets, Map<String, Long> epochs) {
    /**
     * A bucket.
     *
     * @param changed the version at which it last got or lost rows
     * @param manifest the number of the entry that lists its batches; 0 if it has none
     */
    record Bucket(long changed, long manifest) {}

    /** The batches of a bucket. */
    record Manifest(List<Entry> entries) {
        static final Manifest EMPTY = new Manifest(List.of());

        Optional<Entry> find(BatchId id) {
            return entries.stream()
                    .filter(entry -> entry.batch().id().equals(id))
                    .findFirst();
        }
    }

    /**
     * A batch.
     *
     * @param since the version at which it came or last lost rows
     */
    record Entry(Batch batch, long since) {}

    static Head empty(int buckets) {
        return new Head(0, Collections.nCopies(buckets, new Bucket(0, 0)), Map.of());
    }

    static String manifestKey(long table, int bucket, long manifest) {
        return table + "/" + bucket + "/" + manifest;
    }
}
