package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.StoredRows;
import dev.kiln.store.batch.BatchBuilder;
import dev.kiln.store.batch.BytesBuilder;
import dev.kiln.store.batch.ColumnBuilder;
import dev.kiln.store.batch.ColumnDecoder;
import dev.kiln.store.batch.ColumnEncoder;
import dev.kiln.store.batch.DecodedColumn;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.batch.FixedBuilder;
import dev.kiln.store.batch.Layout;
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
import dev.kiln.store.snapshot.BatchId;
import dev.kiln.store.snapshot.Commit;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import dev.kiln.store.type.DataType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row tables on a locator and two servers, each a process of its own: batches in and out, keys, commits, SQL over JDBC. */
final class RowTableTest {
    static final List<Column> COLUMNS =
            List.of(column(1, "id", "long"), column(2, "Name", "string"), column(3, "amount", "decimal(10,2)"));

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
        MEMBERS.add(MemberProcess.server(directory.resolve("s1"), "127.0.0.1", locators));
        MEMBERS.add(MemberProcess.server(directory.resolve("s2"), "127.0.0.1", locators));
        MEMBERS.get(1).awaitReady();
        MEMBERS.get(2).awaitReady();
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
    void rowsAreCommittedOnceAndRead() {
        Table table = create("orders", Map.of("PARTITION_BY", "id", "BUCKETS", "4", "REDUNDANCY", "1"));
        long write = store.beginWrite(table, false);
        EncodedBatch inserted = upload(table, write, 0, 2, rows(0, 100));
        EncodedBatch changed = upload(table, write, 1, 3, List.of(row(7, "seven", "7.77"), row(100, null, "1.00")));
        EncodedBatch deleted = upload(table, write, 2, 0, List.of(row(8, null, null)));
        assertThat(scan(table, all())).isEmpty();
        RowCommit commit = new RowCommit(
                write,
                false,
                List.of(
                        new RowCommit.Change(RowAction.INSERT, 2, inserted.batch()),
                        new RowCommit.Change(RowAction.PUT, 3, changed.batch()),
                        new RowCommit.Change(RowAction.DELETE, 0, deleted.batch())),
                Optional.of(new Commit.Epoch("stream", 5)));
        long version = store.rows().commit(table, commit);
        assertThat(store.rows().commit(table, commit)).isEqualTo(version);

        Map<Long, List<Object>> expected = new TreeMap<>();
        rows(0, 100).forEach(row -> expected.put((Long) row.get(0), row));
        expected.put(7L, row(7, "seven", "7.77"));
        expected.put(100L, row(100, null, "1.00"));
        expected.remove(8L);
        assertThat(scan(table, all())).isEqualTo(expected);
        assertThat(store.lastEpoch(table, "stream")).contains(5L);

        long again = store.beginWrite(table, false);
        EncodedBatch late = upload(table, again, 0, 0, List.of(row(500, "late", "0.00")));
        RowCommit repeated = new RowCommit(
                again,
                false,
                List.of(new RowCommit.Change(RowAction.PUT, 0, late.batch())),
                Optional.of(new Commit.Epoch("stream", 5)));
        store.rows().commit(table, repeated);
        assertThat(scan(table, all())).doesNotContainKey(500L);

        long overwrite = store.beginWrite(table, false);
        EncodedBatch only = upload(table, overwrite, 0, 0, List.of(row(1, "one", "1.00")));
        store.rows()
                .commit(
                        table,
                        new RowCommit(
                                overwrite,
                                true,
                                List.of(new RowCommit.Change(RowAction.PUT, 0, only.batch())),
                                Optional.empty()));
        assertThat(scan(table, all())).isEqualTo(Map.of(1L, row(1, "one", "1.00")));
    }

    @Test
    void aFailedInsertLeavesNothing() {
        Table table = create("unique", Map.of());
        put(table, List.of(row(3, "three", "3.00")));
        long write = store.beginWrite(table, false);
        EncodedBatch batch = upload(table, write, 0, 0, rows(0, 10));
        RowCommit commit = new RowCommit(
                write, false, List.of(new RowCommit.Change(RowAction.INSERT, 0, batch.batch())), Optional.empty());
        refused(StoreCondition.INVALID_ROW, () -> store.rows().commit(table, commit));
        assertThat(scan(table, all())).containsOnlyKeys(3L);
        long second = store.beginWrite(table, false);
        EncodedBatch twice = upload(table, second, 0, 0, List.of(row(12, "one", "1.00"), row(12, "two", "2.00")));
        long start = System.nanoTime();
        refused(StoreCondition.INVALID_ROW, () -> store.rows()
                .commit(
                        table,
                        new RowCommit(
                                second,
                                false,
                                List.of(new RowCommit.Change(RowAction.INSERT, 0, twice.batch())),
                                Optional.empty())));
        assertThat(System.nanoTime() - start).as("no lock is left behind").isLessThan(8_000_000_000L);
        store.abort(table, write);
        refused(StoreCondition.WRITE_EXPIRED, () -> store.rows().commit(table, commit));
    }

    @Test
    void filtersColumnsAndLimitsAreApplied() {
        Table table = create("filtered", Map.of("PARTITION_BY", "id", "BUCKETS", "3"));
        put(table, rows(0, 50));
        put(table, List.of(row(60, null, null)));
        assertThat(scan(table, filter(1, Comparison.IN, 3L, 4L, 99L))).containsOnlyKeys(3L, 4L);
        assertThat(scan(table, filter(1, Comparison.GREATER_OR_EQUAL, 48L))).containsOnlyKeys(48L, 49L, 60L);
        assertThat(scan(table, filter(2, Comparison.IS_NULL))).containsOnlyKeys(60L);
        assertThat(scan(table, filter(2, Comparison.IN, "name 5"))).containsOnlyKeys(5L);
        assertThat(scan(table, filter(2, Comparison.LESS, "name 1"))).containsOnlyKeys(0L);
        assertThat(scan(table, filter(3, Comparison.LESS, new BigDecimal("0.02"))))
                .containsOnlyKeys(0L, 1L);
        int counted = 0;
        int limited = 0;
        for (int bucket = 0; bucket < 3; bucket++) {
            counted += count(
                    store.rows().scan(table, bucket, new RowScan(List.of(), List.of(), 1000), Optional.empty(), "x"));
            limited += count(
                    store.rows().scan(table, bucket, new RowScan(List.of(2), List.of(), 2), Optional.empty(), "x"));
        }
        assertThat(counted).isEqualTo(51);
        assertThat(limited).isEqualTo(6);
    }

    @Test
    void rowsAreFoundAndChangedByKeyQuickly() {
        Table table = create("points", Map.of("PARTITION_BY", "id", "BUCKETS", "8"));
        put(table, rows(0, 1000));
        assertThat(lookUp(table, List.of(row(5, null, null), row(77777, null, null))))
                .isEqualTo(Map.of(5L, row(5, "name 5", "0.05")));
        store.rows().write(table, RowAction.DELETE, 0, keys(table, List.of(row(5, null, null))));
        assertThat(lookUp(table, List.of(row(5, null, null)))).isEmpty();
        long[] gets = new long[300];
        long[] puts = new long[300];
        for (int i = 0; i < gets.length; i++) {
            RowBatch key = keys(table, List.of(row(i % 1000, null, null)));
            long start = System.nanoTime();
            store.rows().lookUp(table, List.of(1, 2, 3), 0, key);
            gets[i] = System.nanoTime() - start;
            RowBatch row = batch(table, List.of(row(i % 1000, "changed", "1.00")), 0, 1);
            start = System.nanoTime();
            store.rows().write(table, RowAction.PUT, 0, row);
            puts[i] = System.nanoTime() - start;
        }
        Arrays.sort(gets);
        Arrays.sort(puts);
        System.out.printf(
                "by key over loopback: get p50 %.3f p99 %.3f ms, put p50 %.3f p99 %.3f ms%n",
                gets[150] / 1e6, gets[297] / 1e6, puts[150] / 1e6, puts[297] / 1e6);
        assertThat(scan(table, all())).hasSize(1000);
    }

    @Test
    void sqlSeesTheTableUnderItsName() throws SQLException {
        Table table = create("sold", Map.of("PARTITION_BY", "id", "BUCKETS", "4"));
        put(table, rows(0, 100));
        store.rows().createIndex(table, new RowIndex("by_name", List.of("name")));
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            ResultSet found = statement.executeQuery("SELECT id, Name, amount FROM shop.sold WHERE name = 'name 42'");
            assertThat(found.next()).isTrue();
            assertThat(found.getLong("id")).isEqualTo(42);
            assertThat(found.getBigDecimal(3)).isEqualByComparingTo("0.42");
            assertThat(statement.executeUpdate("UPDATE shop.sold SET name = 'new' WHERE id = 42"))
                    .isEqualTo(1);
            assertThat(statement.executeUpdate("INSERT INTO shop.sold (id, name, amount) VALUES (1000, 'sql', 1.5)"))
                    .isEqualTo(1);
            assertThat(statement.executeUpdate("DELETE FROM shop.sold WHERE id = 41"))
                    .isEqualTo(1);
            ResultSet plan = statement.executeQuery("EXPLAIN PLAN FOR SELECT id FROM shop.sold WHERE name = 'x'");
            plan.next();
            assertThat(plan.getString(1)).contains("BY_NAME");
        }
        Map<Long, List<Object>> rows = scan(table, all());
        assertThat(rows).hasSize(100).doesNotContainKey(41L);
        assertThat(rows.get(42L)).isEqualTo(row(42, "new", "0.42"));
        assertThat(rows.get(1000L)).isEqualTo(row(1000, "sql", "1.50"));
        assertThat(lookUp(table, List.of(row(1000, null, null)))).hasSize(1);
        store.rows().dropIndex(table, "by_name");
        store.drop(table.spec().name());
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT id FROM shop.sold"))
                    .isInstanceOf(SQLException.class);
        }
        create("sold", Map.of());
    }

    @Test
    void sqlFindsRowsByKeysOfSeveralColumns() throws SQLException {
        for (String partitionBy : List.of("id", "Name", "Name,id", "")) {
            Map<String, String> options = new TreeMap<>(Map.of("KEY_COLUMNS", "id,Name"));
            if (!partitionBy.isEmpty()) {
                options.put("PARTITION_BY", partitionBy);
                options.put("BUCKETS", "7");
            }
            Table table = create("pairs", options);
            put(table, rows(0, 30));
            try (Connection connection = jdbc();
                    Statement statement = connection.createStatement()) {
                for (int i = 0; i < 30; i += 6) {
                    ResultSet found = statement.executeQuery(
                            "SELECT amount FROM shop.pairs WHERE id = " + i + " AND name = 'name " + i + "'");
                    assertThat(found.next()).as("%s, %d", partitionBy, i).isTrue();
                    statement.executeUpdate("UPDATE shop.pairs SET amount = 5 WHERE id = " + i);
                    statement.executeUpdate("INSERT INTO shop.pairs (id, name) VALUES (" + i + ", 'other')");
                    statement.executeUpdate("DELETE FROM shop.pairs WHERE name = 'name " + (i + 1) + "'");
                }
            }
            int rows = 0;
            for (int bucket = 0; bucket < store.owners(table).owners().size(); bucket++) {
                rows += count(store.rows().scan(table, bucket, all(), Optional.empty(), "x"));
            }
            assertThat(rows).isEqualTo(30);
            assertThat(scan(table, filter(2, Comparison.IN, "name 6")).get(6L)).isEqualTo(row(6, "name 6", "5.00"));
            store.drop(table.spec().name());
        }
    }

    @Test
    void rowTablesAreWhereColumnTablesWithEqualBucketsAre() {
        Table rows = create("near", Map.of("PARTITION_BY", "id", "BUCKETS", "16"));
        Table columns = store.create(new TableDefinition(
                        new TableName("shop", "near_columns"),
                        TableKind.COLUMN,
                        COLUMNS,
                        List.of(),
                        Map.of("PARTITION_BY", "id", "BUCKETS", "16"),
                        Map.of(),
                        Optional.empty())
                .spec(name -> Optional.empty()));
        assertThat(store.owners(rows)).isEqualTo(store.owners(columns));
        put(rows, rows(0, 200));
        int buckets = 0;
        for (int bucket = 0; bucket < 16; bucket++) {
            StoredRows found =
                    store.rows().scan(rows, bucket, new RowScan(List.of(1), List.of(), 1000), Optional.empty(), "x");
            buckets += count(found) > 0 ? 1 : 0;
            assertThat(found.servedBy().id())
                    .isEqualTo(store.owners(rows).owners().get(bucket).get(0).id());
        }
        assertThat(buckets).isEqualTo(16);
    }

    @Test
    void rowsExpire() throws InterruptedException {
        Table table = create("short", Map.of("EXPIRE", "1"));
        put(table, rows(0, 10));
        assertThat(scan(table, all())).hasSize(10);
        long end = System.nanoTime() + 20_000_000_000L;
        while (!scan(table, all()).isEmpty() && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        assertThat(scan(table, all())).isEmpty();
    }

    private static Connection jdbc() throws SQLException {
        Member server = store.members().stream()
                .filter(member -> member.role() == Member.Role.SERVER)
                .findFirst()
                .orElseThrow();
        return DriverManager.getConnection("jdbc:ignite:thin://127.0.0.1:" + server.port());
    }

    private static Column column(int id, String name, String type) {
        return new Column(id, name, type, true, Optional.empty(), Optional.empty(), "{}");
    }

    private static Table create(String name, Map<String, String> options) {
        Map<String, String> all = new TreeMap<>(options);
        all.putIfAbsent("KEY_COLUMNS", "id");
        TableSpec spec = new TableDefinition(
                        new TableName("shop", name), TableKind.ROW, COLUMNS, List.of(), all, Map.of(), Optional.empty())
                .spec(other -> Optional.empty());
        return store.create(spec);
    }

    static List<Object> row(long id, String name, String amount) {
        return Arrays.asList(id, name, amount == null ? null : new BigDecimal(amount));
    }

    static List<List<Object>> rows(int from, int until) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = from; i < until; i++) {
            rows.add(row(i, "name " + i, BigDecimal.valueOf(i, 2).toString()));
        }
        return rows;
    }

    private static void append(ColumnBuilder column, Object value) {
        if (value == null) {
            column.appendNull();
        } else if (value instanceof Long number) {
            ((FixedBuilder) column).appendLong(number);
        } else if (value instanceof BigDecimal number) {
            ((FixedBuilder) column).appendLong(number.unscaledValue().longValue());
        } else {
            ((BytesBuilder) column).append(((String) value).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static RowBatch batch(Table table, List<List<Object>> rows, long write, long sequence) {
        EncodedBatch batch = encode(table.spec().columns(), rows, write, sequence);
        return new RowBatch(batch.batch(), batch.columns());
    }

    private static RowBatch keys(Table table, List<List<Object>> rows) {
        EncodedBatch batch = encode(table.spec().columns().subList(0, 1), rows, 0, 0);
        return new RowBatch(batch.batch(), batch.columns());
    }

    static EncodedBatch encode(List<Column> columns, List<List<Object>> rows, long write, long sequence) {
        BatchBuilder builder = new BatchBuilder(columns, Compression.LZ4);
        rows.forEach(row -> {
            for (int i = 0; i < columns.size(); i++) {
                append(builder.column(i), row.get(i));
            }
        });
        return builder.finish(new BatchId(write, sequence));
    }

    private static EncodedBatch upload(Table table, long write, long sequence, int bucket, List<List<Object>> rows) {
        EncodedBatch batch = encode(table.spec().columns(), rows, write, sequence);
        int there = table.spec().placement() instanceof Placement.Bucketed ? bucket : 0;
        store.upload(table, there, batch.batch(), batch.columns());
        return batch;
    }

    private static void put(Table table, List<List<Object>> rows) {
        store.rows().write(table, RowAction.PUT, 0, batch(table, rows, 0, 0));
    }

    private static RowScan all() {
        return new RowScan(List.of(1, 2, 3), List.of(), Long.MAX_VALUE);
    }

    static RowScan filter(int column, Comparison comparison, Object... values) {
        Column described = COLUMNS.get(column - 1);
        ColumnBuilder builder = ColumnBuilder.of(Layout.of(DataType.of(described)));
        for (Object value : values) {
            append(builder, value);
        }
        byte[] bytes = values.length == 0
                ? new byte[0]
                : new ColumnEncoder(Compression.NONE).encode(builder).bytes();
        return new RowScan(List.of(1, 2, 3), List.of(new RowFilter(column, comparison, bytes)), Long.MAX_VALUE);
    }

    private static Map<Long, List<Object>> scan(Table table, RowScan scan) {
        Map<Long, List<Object>> rows = new TreeMap<>();
        int buckets = store.owners(table).owners().size();
        for (int bucket = 0; bucket < buckets; bucket++) {
            Optional<byte[]> next = Optional.empty();
            do {
                StoredRows page = store.rows().scan(table, bucket, scan, next, "127.0.0.1");
                for (List<Object> row : read(page)) {
                    assertThat(rows.put((Long) row.get(0), row)).isNull();
                }
                next = page.next();
            } while (next.isPresent());
        }
        return rows;
    }

    private static Map<Long, List<Object>> lookUp(Table table, List<List<Object>> keys) {
        Map<Long, List<Object>> rows = new TreeMap<>();
        read(store.rows().lookUp(table, List.of(1, 2, 3), 0, keys(table, keys)))
                .forEach(row -> rows.put((Long) row.get(0), row));
        return rows;
    }

    /** The numbers of a column. */
    static long[] longs(RowBatch rows, int column) {
        DecodedColumn decoded = ColumnDecoder.decode(
                rows.columns().get(column),
                rows.batch().chunks().get(column),
                rows.batch().rows(),
                Layout.of(DataType.Simple.LONG));
        return IntStream.range(0, rows.batch().rows())
                .mapToLong(decoded::getLong)
                .toArray();
    }

    private static int count(StoredRows rows) {
        return rows.batches().stream().mapToInt(batch -> batch.batch().rows()).sum();
    }

    private static List<List<Object>> read(StoredRows stored) {
        List<List<Object>> rows = new ArrayList<>();
        for (RowBatch batch : stored.batches()) {
            List<DecodedColumn> columns = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                columns.add(ColumnDecoder.decode(
                        batch.columns().get(i),
                        batch.batch().chunks().get(i),
                        batch.batch().rows(),
                        Layout.of(DataType.of(COLUMNS.get(i)))));
            }
            for (int row = 0; row < batch.batch().rows(); row++) {
                rows.add(Arrays.asList(
                        columns.get(0).getLong(row),
                        columns.get(1).isNull(row)
                                ? null
                                : new String(columns.get(1).getBytes(row), StandardCharsets.UTF_8),
                        columns.get(2).isNull(row)
                                ? null
                                : BigDecimal.valueOf(columns.get(2).getLong(row), 2)));
            }
        }
        return rows;
    }

    private static void refused(StoreCondition condition, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.condition())
                .isEqualTo(condition));
    }
}
