package dev.kiln.store.server.row;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.query.ScanQuery;
import org.jspecify.annotations.Nullable;

/** Changes rows of row tables. Safe for use by several threads. */
public final class RowWriter {
    private final Ignite ignite;
    private final RowTables tables;

    public RowWriter(Ignite ignite, RowTables tables) {
        this.ignite = ignite;
        this.tables = tables;
    }

    /**
     * Does something with rows, as part of the transaction of the calling thread if there is one.
     *
     * @throws StoreException {@code INVALID_ROW}; {@code COMMIT_CONFLICT} if a row that the batch has a checksum of isn't the
     *     one that was read
     */
    public void apply(Table table, RowAction action, Batch batch, List<byte[]> columns) {
        RowSchema schema = new RowSchema(table);
        List<List<@Nullable Object>> rows;
        try {
            rows = RowBatches.read(schema, batch, columns);
        } catch (IllegalArgumentException e) {
            throw new StoreException(StoreCondition.INVALID_ROW, String.valueOf(e.getMessage()), e);
        }
        switch (action) {
            case INSERT -> insert(table, schema, rows);
            case PUT -> put(table, entries(schema, rows));
            case DELETE -> delete(table, schema, rows, RowBatches.checksums(batch, columns));
        }
    }

    private void insert(Table table, RowSchema schema, List<List<@Nullable Object>> rows) {
        Map<BinaryObject, BinaryObject> entries = entries(schema, rows);
        if (entries.size() < rows.size()) {
            Set<BinaryObject> seen = new LinkedHashSet<>();
            throw duplicate(
                    table,
                    schema,
                    rows.stream()
                            .filter(row -> !seen.add(schema.key(ignite.binary(), row)))
                            .findFirst()
                            .orElseThrow(),
                    "the write has two rows with the key ");
        }
        // Within a transaction that reads repeatably, this locks the keys that aren't there, too.
        Map<BinaryObject, BinaryObject> there = tables.rows(table).getAll(entries.keySet());
        if (!there.isEmpty()) {
            throw duplicate(
                    table,
                    schema,
                    rows.stream()
                            .filter(row -> there.containsKey(schema.key(ignite.binary(), row)))
                            .findFirst()
                            .orElseThrow(),
                    "it has a row already with the key ");
        }
        put(table, entries);
    }

    private void put(Table table, Map<BinaryObject, BinaryObject> entries) {
        IgniteCache<BinaryObject, BinaryObject> cache = tables.rows(table);
        if (entries.size() == 1) {
            entries.forEach(cache::put);
        } else {
            cache.putAll(entries);
        }
    }

    private void delete(Table table, RowSchema schema, List<List<@Nullable Object>> rows, Optional<long[]> checksums) {
        IgniteCache<BinaryObject, BinaryObject> cache = tables.rows(table);
        Map<BinaryObject, Integer> keys = new LinkedHashMap<>();
        order(schema, rows).forEach(at -> keys.put(schema.key(ignite.binary(), rows.get(at)), at));
        if (checksums.isPresent()) {
            Map<BinaryObject, BinaryObject> there = cache.getAll(keys.keySet());
            keys.forEach((key, at) -> {
                BinaryObject value = there.get(key);
                if (value == null || RowChecksum.of(value) != checksums.get()[at]) {
                    throw conflict(table, schema, rows.get(at));
                }
            });
        }
        cache.removeAll(keys.keySet());
    }

    private Map<BinaryObject, BinaryObject> entries(RowSchema schema, List<List<@Nullable Object>> rows) {
        Map<BinaryObject, BinaryObject> entries = new LinkedHashMap<>();
        for (int at : order(schema, rows)) {
            List<@Nullable Object> row = rows.get(at);
            entries.put(schema.key(ignite.binary(), row), schema.value(ignite.binary(), row));
        }
        return entries;
    }

    /** The positions of rows by key: whoever locks rows of a table does it in the same order. */
    private static List<Integer> order(RowSchema schema, List<List<@Nullable Object>> rows) {
        List<Integer> order = new ArrayList<>();
        for (int at = 0; at < rows.size(); at++) {
            order.add(at);
        }
        Comparator<List<@Nullable Object>> byKey = schema.byKey();
        order.sort((left, right) -> byKey.compare(rows.get(left), rows.get(right)));
        return order;
    }

    /** Removes every row that is there when this begins, as part of the calling thread's transaction. */
    public void removeAll(Table table) {
        IgniteCache<BinaryObject, BinaryObject> cache = tables.rows(table);
        Set<BinaryObject> keys = new LinkedHashSet<>();
        try (var found = cache.query(new ScanQuery<BinaryObject, BinaryObject>())) {
            found.forEach(row -> keys.add(row.getKey()));
        }
        cache.removeAll(keys);
    }

    /** Removes the rows of a table that is too large for one transaction, some after the others. */
    public void removeAllInParts(Table table) {
        tables.rows(table).removeAll();
    }

    private static StoreException duplicate(Table table, RowSchema schema, List<@Nullable Object> row, String reason) {
        return refused(StoreCondition.INVALID_ROW, table, schema, row, "Rows can't be added to ", ": " + reason);
    }

    private static StoreException conflict(Table table, RowSchema schema, List<@Nullable Object> row) {
        return refused(
                StoreCondition.COMMIT_CONFLICT,
                table,
                schema,
                row,
                "Another write to ",
                " came first: nothing was changed, because it has changed the row with the key ");
    }

    private static StoreException refused(
            StoreCondition condition,
            Table table,
            RowSchema schema,
            List<@Nullable Object> row,
            String before,
            String after) {
        String key = schema.keys().stream()
                .map(field -> String.valueOf(row.get(field.index())))
                .collect(Collectors.joining(", ", "[", "]"));
        return new StoreException(
                condition,
                before + table.spec().name() + after + key,
                Map.of("table", table.spec().name().toString(), "key", key));
    }
}
