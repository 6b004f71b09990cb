package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.StoredRows;
import dev.kiln.store.backup.TableBackup;
import dev.kiln.store.backup.TableRestore;
import dev.kiln.store.backup.TableRestore.Existing;
import dev.kiln.store.batch.BatchBuilder;
import dev.kiln.store.batch.ColumnDecoder;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.batch.FixedBuilder;
import dev.kiln.store.batch.Layout;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.ddl.TableDefinition;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowBatch;
import dev.kiln.store.row.RowIndex;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.snapshot.Snapshot;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.type.DataType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a store with two servers as files, and back into a store with one. */
@Tag("store")
final class BackupTest {
    private static final TableName COLUMNS = new TableName("db", "t");
    private static final TableName ROWS = new TableName("db", "r");

    @TempDir
    static Path directory;

    private static final List<MemberProcess> MEMBERS = new ArrayList<>();
    private static final List<Store> STORES = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        for (int servers : new int[] {2, 1}) {
            int port = MemberProcess.freePort("127.0.0.1");
            List<String> locators = List.of("127.0.0.1:" + port);
            Path ring = directory.resolve("ring" + servers);
            MEMBERS.add(MemberProcess.locator(ring.resolve("l"), "127.0.0.1", port, locators)
                    .awaitReady());
            for (int i = 0; i < servers; i++) {
                MEMBERS.add(MemberProcess.server(ring.resolve("s" + i), "127.0.0.1", locators));
            }
            for (MemberProcess member : MEMBERS) {
                member.awaitReady();
            }
            STORES.add(Stores.connect(ClientSettings.of(locators.get(0))));
        }
    }

    @AfterAll
    static void stop() {
        STORES.forEach(Store::close);
        MEMBERS.forEach(MemberProcess::close);
    }

    @Test
    void tablesAreWrittenAndMadeAgain() throws Exception {
        Store store = STORES.get(0);
        Store other = STORES.get(1);
        store.createNamespace("db", Map.of("comment", "of shops"));
        Table table = store.create(Rows.spec("t", 4, 1, Persistence.ASYNC));
        fill(store, table);
        fillRows(store);

        Path backup = directory.resolve("backup");
        List<String> said = new ArrayList<>();
        TableBackup.write(store, backup, List.of(), said::add);
        assertThat(said).hasSize(2).anyMatch(line -> line.startsWith("db.r: 1000 rows"));
        assertThatThrownBy(() -> TableBackup.write(store, backup, List.of(), line -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("isn't empty");

        // Into a store of another size, where nothing is known of either.
        TableRestore.read(other, backup, List.of(), Existing.REFUSED, line -> {});
        assertThat(other.namespace("db")).containsEntry("comment", "of shops");
        assertThat(other.tables("db")).containsExactly(ROWS, COLUMNS);
        assertSame(other, other.table(COLUMNS));
        assertThat(sumOfRows(other)).isEqualTo(List.of(1000L, 499_500L, 7L * 499_500));
        assertThat(other.rows().indexes(other.table(ROWS)))
                .extracting(RowIndex::name)
                .containsExactly("by_v");

        // Over what is there.
        assertThatThrownBy(() -> TableRestore.read(store, backup, List.of(), Existing.REFUSED, line -> {}))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.condition())
                        .isEqualTo(StoreCondition.TABLE_ALREADY_EXISTS));
        long write = store.beginWrite(table, false);
        store.commit(table, new Commit(write, 0, true, List.of(), Set.of(), Optional.empty()));
        TableRestore.read(store, backup, List.of(COLUMNS), Existing.REPLACED, line -> {});
        assertSame(store, store.table(COLUMNS));
        assertThat(store.tables("db")).containsExactly(ROWS, COLUMNS);

        // What isn't whole changes nothing.
        Path file = backup.resolve("table-00001");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> TableRestore.read(store, backup, List.of(), Existing.REPLACED, line -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("table-00001");
        Files.delete(backup.resolve("backup.json"));
        assertThatThrownBy(() -> TableRestore.read(store, backup, List.of(), Existing.REPLACED, line -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wasn't finished");
        assertSame(store, store.table(COLUMNS));
        assertThat(sumOfRows(store)).isEqualTo(List.of(1000L, 499_500L, 7L * 499_500));
    }

    /** Three batches in two buckets, one of them with deleted rows. */
    private static void fill(Store store, Table table) {
        long write = store.beginWrite(table, false);
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<byte[]> columns = content(i);
            Batch batch = Rows.batch(write, i, 5, columns);
            store.upload(table, i % 2, batch, columns);
            batches.add(batch);
        }
        List<Commit.BucketChange> changes =
                List.of(Rows.added(0, batches.get(0), batches.get(2)), Rows.added(1, batches.get(1)));
        store.commit(table, new Commit(write, 0, false, changes, Set.of(), Optional.empty()));
        long second = store.beginWrite(table, true);
        Batch.Deletes deletes = new Batch.Deletes(new BatchId(second, 0), 2);
        store.uploadDeletes(table, 1, new BatchId(write, 1), deletes, new byte[] {4, 2});
        store.commit(
                table,
                new Commit(
                        second,
                        1,
                        false,
                        List.of(new Commit.BucketChange(
                                1,
                                List.of(),
                                List.of(),
                                List.of(new Commit.DeletedRows(new BatchId(write, 1), Optional.empty(), deletes)))),
                        Set.of(),
                        Optional.empty()));
    }

    private static List<byte[]> content(int batch) {
        byte[] large = new byte[300_000];
        Arrays.fill(large, (byte) batch);
        return List.of(new byte[] {(byte) batch}, large);
    }

    private static void assertSame(Store store, Table table) {
        assertThat(table.spec().comment()).contains("for tests");
        Snapshot snapshot = store.snapshot(table);
        assertThat(snapshot.buckets())
                .extracting(bucket -> bucket.batches().size())
                .containsExactly(2, 1, 0, 0);
        for (int i = 0; i < 3; i++) {
            Batch batch = snapshot.buckets().get(i % 2).batches().get(i / 2);
            assertThat(batch.rows()).isEqualTo(5);
            var read = store.read(table, i % 2, batch.id(), List.of(0, 1), batch.deletes(), "127.0.0.1");
            assertThat(read.columns().get(0).orElseThrow()).isEqualTo(content(i).get(0));
            assertThat(read.columns().get(1).orElseThrow()).isEqualTo(content(i).get(1));
            assertThat(batch.liveRows()).isEqualTo(i == 1 ? 3 : 5);
            assertThat(read.deletes().isPresent()).isEqualTo(i == 1);
            read.deletes().ifPresent(rows -> assertThat(rows).containsExactly(4, 2));
        }
    }

    private static void fillRows(Store store) {
        Table table = store.create(new TableDefinition(
                        ROWS,
                        TableKind.ROW,
                        List.of(column(1, "id"), column(2, "v")),
                        List.of(),
                        Map.of("KEY_COLUMNS", "id", "PARTITION_BY", "id", "BUCKETS", "4"),
                        Map.of(),
                        Optional.empty())
                .spec(name -> Optional.empty()));
        BatchBuilder rows = new BatchBuilder(table.spec().columns(), Compression.LZ4);
        for (long i = 0; i < 1000; i++) {
            ((FixedBuilder) rows.column(0)).appendLong(i);
            ((FixedBuilder) rows.column(1)).appendLong(7 * i);
        }
        EncodedBatch batch = rows.finish(new BatchId(0, 0));
        store.rows().write(table, RowAction.PUT, 0, new RowBatch(batch.batch(), batch.columns()));
        store.rows().createIndex(table, new RowIndex("by_v", List.of("v")));
    }

    private static Column column(int id, String name) {
        return new Column(id, name, "\"long\"", id != 1, Optional.empty(), Optional.empty(), "{}");
    }

    /** How many rows, the sum of their keys, that of their values. */
    private static List<Long> sumOfRows(Store store) {
        Table table = store.table(ROWS);
        long[] sums = new long[3];
        for (int bucket = 0; bucket < 4; bucket++) {
            Optional<byte[]> after = Optional.empty();
            do {
                StoredRows page = store.rows()
                        .scan(table, bucket, new RowScan(List.of(1, 2), List.of(), Long.MAX_VALUE), after, "");
                for (RowBatch batch : page.batches()) {
                    sums[0] += batch.batch().rows();
                    for (int column = 0; column < 2; column++) {
                        sums[column + 1] += sum(table, batch, column);
                    }
                }
                after = page.next();
            } while (after.isPresent());
        }
        return Arrays.stream(sums).boxed().toList();
    }

    private static long sum(Table table, RowBatch batch, int column) {
        var decoded = ColumnDecoder.decode(
                batch.columns().get(column),
                batch.batch().chunks().get(column),
                batch.batch().rows(),
                Layout.of(DataType.of(table.spec().columns().get(column))));
        long sum = 0;
        for (int row = 0; row < batch.batch().rows(); row++) {
            sum += decoded.getLong(row);
        }
        return sum;
    }
}
