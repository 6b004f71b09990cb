package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.store.Store;
import dev.kiln.store.StoredBatch;
import dev.kiln.store.batch.BatchBuilder;
import dev.kiln.store.batch.ColumnDecoder;
import dev.kiln.store.batch.DecodedColumn;
import dev.kiln.store.batch.DeletedRowList;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.batch.FixedBuilder;
import dev.kiln.store.batch.Layout;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import dev.kiln.store.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/** Tables and batches for tests of the server, which looks into batches only to rewrite them. */
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

    /** The same with another name and other properties. */
    static TableSpec named(TableSpec spec, String name, Map<String, String> properties) {
        return new TableSpec(
                new TableName("db", name),
                spec.kind(),
                spec.columns(),
                spec.placement(),
                spec.persistence(),
                spec.keyColumns(),
                spec.batchBytes(),
                spec.compression(),
                spec.expire(),
                spec.comment(),
                properties);
    }

    static Column column(int id, String name) {
        return new Column(id, name, "\"long\"", true, Optional.empty(), Optional.empty(), "{}");
    }

    static Batch batch(long write, long sequence, int rows, List<byte[]> columns) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int length = columns.get(i).length;
            chunks.add(new Chunk(i, length, checksum(columns.get(i)), 0, Optional.empty(), length));
        }
        return new Batch(new BatchId(write, sequence), rows, chunks, Optional.empty());
    }

    /** A batch that can be read: its rows have these numbers in both columns. */
    static EncodedBatch encoded(long write, long sequence, long... numbers) {
        BatchBuilder builder = new BatchBuilder(List.of(column(0, "k"), column(1, "v")), Compression.LZ4);
        for (long number : numbers) {
            ((FixedBuilder) builder.column(0)).appendLong(number);
            ((FixedBuilder) builder.column(1)).appendLong(-number);
        }
        return builder.finish(new BatchId(write, sequence));
    }

    /** The numbers of a bucket's rows, in the order of its batches. */
    static List<Long> read(Store store, Snapshot snapshot, int bucket) {
        List<Long> numbers = new ArrayList<>();
        for (Batch batch : snapshot.buckets().get(bucket).batches()) {
            StoredBatch stored =
                    store.read(snapshot.table(), bucket, batch.id(), List.of(0, 1), batch.deletes(), "127.0.0.2");
            DecodedColumn keys = decode(batch, stored, 0);
            DecodedColumn values = decode(batch, stored, 1);
            int[] live = stored.deletes()
                    .map(list -> DeletedRowList.decode(list, batch.rows()))
                    .orElseGet(() -> DeletedRowList.none(batch.rows()))
                    .live();
            for (int row : live) {
                assertThat(values.getLong(row)).isEqualTo(-keys.getLong(row));
                numbers.add(keys.getLong(row));
            }
        }
        return numbers;
    }

    private static DecodedColumn decode(Batch batch, StoredBatch stored, int column) {
        return ColumnDecoder.decode(
                stored.columns().get(column).orElseThrow(),
                batch.chunks().get(column),
                batch.rows(),
                Layout.of(DataType.of(column(column, "k"))));
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
