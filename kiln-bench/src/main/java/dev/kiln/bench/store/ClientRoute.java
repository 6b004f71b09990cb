package dev.kiln.bench.store;

import dev.kiln.store.Store;
import dev.kiln.store.StoredRows;
import dev.kiln.store.batch.BatchBuilder;
import dev.kiln.store.batch.BytesBuilder;
import dev.kiln.store.batch.ColumnDecoder;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.batch.FixedBuilder;
import dev.kiln.store.batch.Layout;
import dev.kiln.store.ddl.TableDefinition;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowBatch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.type.DataType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/** Row tables by the store's own client, as the connector uses it. */
final class ClientRoute implements RowRoute {
    private static final int BUCKETS = 8;
    private static final int SPARKS_SEED = 42;
    private static final List<Column> COLUMNS =
            List.of(column(1, "id", "long"), column(2, "n", "integer"), column(3, "name", "string"));

    private final Store store;
    private final Table table;

    private ClientRoute(Store store, Table table) {
        this.store = store;
        this.table = table;
    }

    static ClientRoute open(Store store) {
        TableDefinition definition = new TableDefinition(
                new TableName("bench", "rows"),
                TableKind.ROW,
                COLUMNS,
                List.of(),
                Map.of("KEY_COLUMNS", "id", "PARTITION_BY", "id", "BUCKETS", Integer.toString(BUCKETS)),
                Map.of(),
                Optional.empty());
        return new ClientRoute(store, store.create(definition.spec(other -> Optional.empty())));
    }

    private static Column column(int id, String name, String type) {
        return new Column(id, name, "\"" + type + "\"", true, Optional.empty(), Optional.empty(), "{}");
    }

    @Override
    public void read(long key) {
        BatchBuilder keys = new BatchBuilder(COLUMNS.subList(0, 1), Compression.NONE);
        ((FixedBuilder) keys.column(0)).appendLong(key);
        StoredRows rows = store.rows().lookUp(table, List.of(1, 2, 3), bucket(key), encoded(keys));
        RowBatch row = rows.batches().get(0);
        long found = ColumnDecoder.decode(
                        row.columns().get(0),
                        row.batch().chunks().get(0),
                        row.batch().rows(),
                        Layout.of(DataType.of(COLUMNS.get(0))))
                .getLong(0);
        if (found != key) {
            throw new IllegalStateException("no row of key " + key);
        }
    }

    @Override
    public void write(long key) {
        store.rows().write(table, RowAction.PUT, bucket(key), rows(key, 1));
    }

    @Override
    public void putBatch(long firstKey) {
        store.rows().write(table, RowAction.PUT, bucket(firstKey), rows(firstKey, BATCH));
    }

    private static RowBatch rows(long firstKey, int count) {
        BatchBuilder rows = new BatchBuilder(COLUMNS, Compression.LZ4);
        for (long key = firstKey; key < firstKey + count; key++) {
            ((FixedBuilder) rows.column(0)).appendLong(key);
            ((FixedBuilder) rows.column(1)).appendInt((int) key);
            ((BytesBuilder) rows.column(2)).append(("name " + key).getBytes(StandardCharsets.UTF_8));
        }
        return encoded(rows);
    }

    private static RowBatch encoded(BatchBuilder rows) {
        EncodedBatch batch = rows.finish(new BatchId(0, 0));
        return new RowBatch(batch.batch(), batch.columns());
    }

    private static int bucket(long key) {
        return Math.floorMod(Murmur3_x86_32.hashLong(key, SPARKS_SEED), BUCKETS);
    }

    @Override
    public void close() {
        // The store is not this object's.
    }
}
