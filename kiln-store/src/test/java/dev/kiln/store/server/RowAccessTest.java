package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.StoredRows;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.ddl.TableDefinition;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowBatch;
import dev.kiln.store.row.RowCommit;
import dev.kiln.store.row.RowFilter;
import dev.kiln.store.row.RowFilter.Comparison;
import dev.kiln.store.row.RowIndex;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What statements need of row tables: pages, checksums, indexes, and columns that come and go. */
final class RowAccessTest {
    @TempDir
    static Path directory;

    private static final List<MemberProcess> MEMBERS = new ArrayList<>();
    private static Store store;

    @BeforeAll
    static void start() throws Exception {
        int port = MemberProcess.freePort("127.0.0.1");
        List<String> locators = List.of("127.0.0.1:" + port);
        MEMBERS.add(MemberProcess.locator(directory.resolve("l"), "127.0.0.1", port, locators));
        MEMBERS.get(0).awaitReady();
        MEMBERS.add(MemberProcess.server(directory.resolve("s"), "127.0.0.1", locators));
        MEMBERS.get(1).awaitReady();
        store = Stores.connect(ClientSettings.of(locators.get(0)));
        store.createNamespace("shop", Map.of());
    }

    @AfterAll
    static void stop() {
        if (store != null) {
            store.close();
        }
        MEMBERS.forEach(MemberProcess::close);
    }

    @Test
    @Tag("store")
    void aScanGoesOnWhereItsPageEnded() {
        Table table = create("pages", Map.of("PARTITION_BY", "id", "BUCKETS", "1"));
        int count = 70_000;
        long write = store.beginWrite(table, false);
        EncodedBatch batch = encode(table, RowTableTest.rows(0, count), new BatchId(write, 0));
        store.upload(table, 0, batch.batch(), batch.columns());
        long start = System.nanoTime();
        commit(table, write, new RowCommit.Change(RowAction.INSERT, 0, batch.batch()));
        System.out.printf("a commit of %d rows: %.2f s%n", count, (System.nanoTime() - start) / 1e9);
        assertThat(store.rows().count(table)).isEqualTo(count);

        RowScan scan = new RowScan(List.of(1), List.of(), Long.MAX_VALUE);
        Set<Long> seen = new HashSet<>();
        Optional<byte[]> place = Optional.empty();
        int pages = 0;
        do {
            StoredRows page = store.rows().scan(table, 0, scan, place, "x");
            for (RowBatch rows : page.batches()) {
                for (long id : RowTableTest.longs(rows, 0)) {
                    assertThat(seen.add(id)).isTrue();
                }
            }
            place = page.next();
            pages++;
            // The row that the page ended with may go, and the next begins after where it was.
            if (pages == 1) {
                store.rows()
                        .write(
                                table,
                                RowAction.DELETE,
                                0,
                                keys(table, List.of(RowTableTest.row(last(page), null, null))));
            }
        } while (place.isPresent());
        assertThat(pages).isGreaterThan(1);
        assertThat(seen).hasSize(count);

        long large = store.beginWrite(table, false);
        RowCommit.Change change = new RowCommit.Change(RowAction.PUT, 0, batch.batch());
        refused(
                StoreCondition.WRITE_TOO_LARGE,
                "shop.pages",
                () -> commit(table, large, change, change, change, change));
    }

    private static long last(StoredRows page) {
        long[] ids = RowTableTest.longs(page.batches().get(0), 0);
        return ids[ids.length - 1];
    }

    @Test
    void rowsThatChangedSinceTheyWereReadAreNotDeleted() {
        Table table = create("checked", Map.of());
        put(table, RowTableTest.rows(0, 10));
        RowScan scan = new RowScan(List.of(1, RowScan.CHECKSUM), List.of(), Long.MAX_VALUE);
        RowBatch read = store.rows()
                .scan(table, 0, scan, Optional.empty(), "x")
                .batches()
                .get(0);
        put(table, List.of(RowTableTest.row(7, "changed", "7.00")));
        refused(StoreCondition.COMMIT_CONFLICT, "[7]", () -> delete(table, read));
        assertThat(store.rows().count(table)).isEqualTo(10);
        put(table, List.of(RowTableTest.row(7, "name 7", "0.07")));
        // The row is the one that was read again.
        delete(table, read);
        assertThat(store.rows().count(table)).isZero();
    }

    private static void delete(Table table, RowBatch read) {
        long write = store.beginWrite(table, true);
        Batch batch = new Batch(
                new BatchId(write, 0), read.batch().rows(), read.batch().chunks(), Optional.empty());
        store.upload(table, 0, batch, read.columns());
        commit(table, write, new RowCommit.Change(RowAction.DELETE, 0, batch));
    }

    @Test
    void indexesAreListedAndFindTheSameRows() {
        Table table = create("indexed", Map.of("PARTITION_BY", "id", "BUCKETS", "2"));
        put(table, RowTableTest.rows(0, 300));
        List<RowScan> scans = List.of(
                RowTableTest.filter(2, Comparison.IN, "name 5"),
                RowTableTest.filter(2, Comparison.IN, "name 5", "name 7", "nobody"),
                RowTableTest.filter(3, Comparison.LESS, new java.math.BigDecimal("0.20")),
                both(
                        RowTableTest.filter(3, Comparison.GREATER_OR_EQUAL, new java.math.BigDecimal("1.00")),
                        RowTableTest.filter(3, Comparison.LESS, new java.math.BigDecimal("1.10"))),
                both(
                        RowTableTest.filter(2, Comparison.IN, "name 150"),
                        RowTableTest.filter(3, Comparison.GREATER, new java.math.BigDecimal("1.00"))),
                RowTableTest.filter(2, Comparison.IS_NULL));
        List<Set<Long>> before = scans.stream().map(scan -> ids(table, scan)).toList();
        assertThat(before.get(1)).containsExactly(5L, 7L);
        assertThat(before.get(3)).hasSize(10);
        store.rows().createIndex(table, new RowIndex("by_name", List.of("Name", "amount")));
        store.rows().createIndex(table, new RowIndex("by_amount", List.of("amount")));
        assertThat(store.rows().indexes(table))
                .containsExactly(
                        new RowIndex("by_amount", List.of("amount")),
                        new RowIndex("by_name", List.of("Name", "amount")));
        assertThat(scans.stream().map(scan -> ids(table, scan)).toList()).isEqualTo(before);
        store.rows().dropIndex(table, "By_Name");
        assertThat(store.rows().indexes(table)).hasSize(1);
        refused(StoreCondition.INVALID_OPTION, "by_name", () -> store.rows().dropIndex(table, "by_name"));
    }

    @Test
    void columnsComeAndGo() {
        Table table = create("altered", Map.of());
        put(table, RowTableTest.rows(0, 3));
        List<Column> columns = new ArrayList<>(table.spec().columns());
        columns.add(new Column(4, "Late", "long", true, Optional.empty(), Optional.empty(), "{}"));
        Table wider = store.alter(table, with(table.spec(), columns));
        assertThat(ids(wider, new RowScan(List.of(1, 4), List.of(), Long.MAX_VALUE)))
                .containsExactly(0L, 1L, 2L);
        assertThat(ids(
                        wider,
                        new RowScan(
                                List.of(1),
                                List.of(new RowFilter(4, Comparison.IS_NULL, new byte[0])),
                                Long.MAX_VALUE)))
                .hasSize(3);
        refused(StoreCondition.TABLE_CHANGED, "altered", () -> put(table, RowTableTest.rows(3, 4)));
        columns.remove(1);
        Table narrower = store.alter(wider, with(wider.spec(), columns));
        assertThat(ids(narrower, new RowScan(List.of(1, 3, 4), List.of(), Long.MAX_VALUE)))
                .hasSize(3);
        List<Column> again = new ArrayList<>(columns);
        again.add(new Column(5, "name", "string", true, Optional.empty(), Optional.empty(), "{}"));
        refused(StoreCondition.INVALID_OPTION, "name", () -> store.alter(narrower, with(narrower.spec(), again)));
        List<Column> renamed = new ArrayList<>(columns);
        renamed.set(1, new Column(3, "sum", "decimal(10,2)", true, Optional.empty(), Optional.empty(), "{}"));
        refused(
                StoreCondition.INVALID_OPTION,
                "keeps its name",
                () -> store.alter(narrower, with(narrower.spec(), renamed)));
    }

    private static TableSpec with(TableSpec spec, List<Column> columns) {
        return new TableSpec(
                spec.name(),
                spec.kind(),
                columns,
                spec.placement(),
                spec.persistence(),
                spec.keyColumns(),
                spec.batchBytes(),
                spec.compression(),
                spec.expire(),
                spec.comment(),
                spec.properties());
    }

    private static Table create(String name, Map<String, String> options) {
        Map<String, String> all = new TreeMap<>(options);
        all.put("KEY_COLUMNS", "id");
        return store.create(new TableDefinition(
                        new TableName("shop", name),
                        TableKind.ROW,
                        RowTableTest.COLUMNS,
                        List.of(),
                        all,
                        Map.of(),
                        Optional.empty())
                .spec(other -> Optional.empty()));
    }

    private static EncodedBatch encode(Table table, List<List<Object>> rows, BatchId id) {
        return RowTableTest.encode(table.spec().columns().subList(0, 3), rows, id.write(), id.sequence());
    }

    private static RowBatch keys(Table table, List<List<Object>> rows) {
        EncodedBatch batch = RowTableTest.encode(table.spec().columns().subList(0, 1), rows, 0, 0);
        return new RowBatch(batch.batch(), batch.columns());
    }

    private static void put(Table table, List<List<Object>> rows) {
        EncodedBatch batch = encode(table, rows, new BatchId(0, 0));
        store.rows().write(table, RowAction.PUT, 0, new RowBatch(batch.batch(), batch.columns()));
    }

    private static void commit(Table table, long write, RowCommit.Change... changes) {
        store.rows().commit(table, new RowCommit(write, false, List.of(changes), Optional.empty()));
    }

    private static RowScan both(RowScan one, RowScan other) {
        List<RowFilter> filters = new ArrayList<>(one.filters());
        filters.addAll(other.filters());
        return new RowScan(one.columns(), filters, one.limit());
    }

    /** The first columns, of all buckets. */
    private static Set<Long> ids(Table table, RowScan scan) {
        Set<Long> ids = new TreeSet<>();
        for (int bucket = 0; bucket < store.owners(table).owners().size(); bucket++) {
            Optional<byte[]> place = Optional.empty();
            do {
                StoredRows page = store.rows().scan(table, bucket, scan, place, "x");
                for (RowBatch rows : page.batches()) {
                    for (long id : RowTableTest.longs(rows, 0)) {
                        assertThat(ids.add(id)).isTrue();
                    }
                }
                place = page.next();
            } while (place.isPresent());
        }
        return ids;
    }

    private static void refused(StoreCondition condition, String named, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessageContaining(named)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.condition()).isEqualTo(condition));
    }
}
