package dev.kiln.connector.write;

import dev.kiln.connector.bucket.BucketHash;
import dev.kiln.connector.encode.RowEncoder;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.snapshot.BatchId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/**
 * A task's writer: puts rows into their buckets' encoders, and uploads each batch when it is full. What is uploaded can be
 * seen by nobody until the driver commits it. For one thread.
 */
public final class BucketWriter {
    /** Rows are kept for so many full batches at most, however many buckets they belong to. */
    private static final int MOST_FULL_BATCHES = 3;

    /** How many sizes are added up only once in a while. */
    private static final int ROWS_PER_LOOK = 1024;

    private final StoreRelation relation;
    private final TaskNames names;
    private final Optional<BucketHash> hash;
    private final Map<Integer, RowEncoder> encoders = new TreeMap<>();
    private final List<WriteOutcome.Added> added = new ArrayList<>();
    private final long batchBytes;
    private int chosen;
    private long rows;
    private long bytes;

    /** A writer without rows. */
    public BucketWriter(StoreRelation relation, TaskNames names) {
        this.relation = relation;
        this.names = names;
        // Rows of a row table find their buckets when they are committed: few large batches are what counts.
        this.hash = relation.isRows() ? Optional.empty() : relation.bucketHash();
        this.batchBytes = relation.table().spec().batchBytes();
        // Tasks and writes begin elsewhere, so that small ones don't all end up in the same bucket.
        this.chosen = Math.floorMod(Long.hashCode(names.spread() * 0x9E3779B97F4A7C15L), relation.buckets());
    }

    /**
     * Adds a row of the table.
     *
     * @param row the table's columns in order, and nothing before them
     * @return its bucket
     */
    public int append(SpecializedGetters row) {
        int bucket = hash.isPresent() ? hash.get().bucket(row) : chosen;
        append(bucket, row, 0);
        return bucket;
    }

    private void append(int bucket, SpecializedGetters row, int first) {
        RowEncoder encoder = encoders.get(bucket);
        if (encoder == null) {
            encoder = new RowEncoder(
                    relation.table().spec().columns(),
                    relation.schema(),
                    relation.table().spec().compression());
            encoders.put(bucket, encoder);
        }
        encoder.append(row, first);
        if (encoder.bytes() >= batchBytes) {
            upload(bucket, encoder);
            if (hash.isEmpty()) {
                chosen = (chosen + 1) % relation.buckets();
                encoders.remove(bucket);
                encoders.put(chosen, encoder);
            }
        } else if (++rows % ROWS_PER_LOOK == 0) {
            uploadLargestIfTooMuch();
        }
    }

    private void uploadLargestIfTooMuch() {
        long all = encoders.values().stream().mapToLong(RowEncoder::bytes).sum();
        if (all > batchBytes * MOST_FULL_BATCHES) {
            encoders.entrySet().stream()
                    .filter(entry -> entry.getValue().rows() > 0)
                    .max(Comparator.comparingLong(entry -> entry.getValue().bytes()))
                    .ifPresent(largest -> upload(largest.getKey(), largest.getValue()));
        }
    }

    private void upload(int bucket, RowEncoder encoder) {
        BatchId id = names.next();
        EncodedBatch batch = encoder.finish(id);
        relation.store().upload(relation.table(), bucket, batch.batch(), batch.columns());
        batch.columns().forEach(column -> bytes += column.length);
        added.add(new WriteOutcome.Added(bucket, batch.batch()));
    }

    /** Uploads what is left and says what was uploaded. */
    public List<WriteOutcome.Added> finish() {
        encoders.forEach((bucket, encoder) -> {
            if (encoder.rows() > 0) {
                upload(bucket, encoder);
            }
        });
        encoders.clear();
        return List.copyOf(added);
    }

    /** Encoded bytes that were uploaded. */
    public long bytes() {
        return bytes;
    }

    /** Batches that were uploaded. */
    public long batches() {
        return added.size();
    }
}
