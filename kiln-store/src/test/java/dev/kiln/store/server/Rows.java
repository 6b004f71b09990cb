package dev.kiln.store.server;

import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/** Tables and batches for tests of the server, which doesn't look into batches. */
final class Rows {
    private Rows() {}

    static TableSpec spec(String name, int buckets, int redundancy, Persistence persistence) {
        return new TableSpec(
                new TableName("db", name),
                TableKind.COLUMN,
                List.of(column(0, "k"), column(1, "v")),
                new Placement.Bucketed(List.of("k"), buckets, redundancy, Optional.empty()),
                persistence,
                List.of(),
                TableSpec.DEFAULT_BATCH_BYTES,
                Compression.LZ4,
                Optional.empty(),
                Optional.of("for tests"),
                Map.of("owner", "me"));
    }

    static Column column(int id, String name) {
        return new Column(id, name, "\"long\"", true, Optional.empty(), Optional.empty(), "{}");
    }

    static Batch batch(long write, long sequence, int rows, List<byte[]> columns) {
        List<Chunk> chunks = new java.util.ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            chunks.add(new Chunk(i, columns.get(i).length, checksum(columns.get(i)), 0, Optional.empty()));
        }
        return new Batch(new BatchId(write, sequence), rows, chunks, Optional.empty());
    }

    static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }

    static Commit append(long write, long base, int bucket, Batch batch) {
        return new Commit(write, base, false, List.of(added(bucket, batch)), Set.of(), Optional.empty());
    }

    static Commit.BucketChange added(int bucket, Batch... batches) {
        return new Commit.BucketChange(bucket, List.of(batches), List.of(), List.of());
    }
}
