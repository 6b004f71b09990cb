package dev.kiln.store.server.row;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowIndex;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.lang.IgniteBiPredicate;
import org.jspecify.annotations.Nullable;

/** The rows of row tables. Safe for use by several threads. */
public final class RowTables {
    private static final String PREFIX = "rows-";

    /** As in the names of all caches: those of durable tables keep lost buckets closed until their servers are back. */
    private static final String DURABLE = PREFIX + "durable-";

    private static final String MEMORY = PREFIX + "memory-";

    private final Ignite ignite;

    public RowTables(Ignite ignite) {
        this.ignite = ignite;
    }

    // --- tables

    /**
     * Makes a table's cache if it isn't there.
     *
     * @param base region, nodes, and which servers have which bucket, as for everything that is placed alike
     */
    public void create(Table table, CacheConfiguration<Object, Object> base) {
        RowSchema schema = new RowSchema(table);
        TableSpec spec = table.spec();
        CacheConfiguration<Object, Object> configuration = base.setName(cacheName(table))
                .setAtomicityMode(CacheAtomicityMode.TRANSACTIONAL)
                .setSqlSchema(spec.name().namespace())
                .setQueryEntities(List.of(schema.entity()))
                .setReadFromBackup(true);
        if (spec.placement() instanceof Placement.Bucketed bucketed) {
            configuration
                    .setCacheMode(CacheMode.PARTITIONED)
                    .setBackups(bucketed.redundancy())
                    .setAffinity(new BucketAffinity(
                            base.getAffinity(),
                            schema.partitionBy().stream()
                                    .map(RowSchema.Field::name)
                                    .toList(),
                            schema.partitionBy().stream()
                                    .map(RowSchema.Field::value)
                                    .toList()));
        } else {
            configuration.setCacheMode(CacheMode.REPLICATED);
        }
        spec.expire()
                .ifPresent(expire -> configuration.setExpiryPolicyFactory(
                        ModifiedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, expire.toMillis()))));
        ignite.getOrCreateCache(configuration);
    }

    /** Removes a table's cache, if it is there. */
    public void drop(Table table) {
        ignite.destroyCache(cacheName(table));
    }

    /** The buckets of which all copies are gone. */
    public Collection<Integer> lost(Table table) {
        return rows(table).lostPartitions();
    }

    /** What there is of tables that aren't known: an attempt to make a table, or to drop one, was cut off. */
    public List<Long> left(LongPredicate known) {
        return ignite.cacheNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> Long.valueOf(name.substring(name.lastIndexOf('-') + 1)))
                .filter(id -> !known.test(id))
                .toList();
    }

    /** Removes what {@link #left} has found. */
    public void remove(long id) {
        ignite.destroyCaches(List.of(DURABLE + id, MEMORY + id));
    }

    /** Whether a cache holds the rows of some table. */
    public static boolean isRows(String cacheName) {
        return cacheName.startsWith(PREFIX);
    }

    private static String cacheName(Table table) {
        return (table.spec().persistence() == Persistence.NONE ? MEMORY : DURABLE) + table.id();
    }

    private IgniteCache<BinaryObject, BinaryObject> rows(Table table) {
        IgniteCache<Object, Object> cache = ignite.cache(cacheName(table));
        if (cache == null) {
            throw new StoreException(
                    StoreCondition.UNAVAILABLE,
                    "The rows of " + table.spec().name() + " aren't there yet, or not any more",
                    Map.of("table", table.spec().name().toString()));
        }
        return cache.withKeepBinary();
    }

    // --- indexes

    /** Makes an index of the rows that are there and of those to come. */
    public void createIndex(Table table, RowIndex index) {
        List<String> columns = index.columns().stream().map(RowTables::quoted).toList();
        sql(
                table,
                "CREATE INDEX " + quoted(index.name()) + " ON " + name(table) + " (" + String.join(", ", columns)
                        + ")");
    }

    public void dropIndex(Table table, String name) {
        sql(table, "DROP INDEX " + quoted(table.spec().name().namespace()) + "." + quoted(name));
    }

    private static String name(Table table) {
        return quoted(table.spec().name().namespace()) + "."
                + quoted(table.spec().name().name());
    }

    /** In capitals, as SQL reads what isn't quoted. */
    private static String quoted(String name) {
        return '"' + name.toUpperCase(Locale.ROOT).replace("\"", "\"\"") + '"';
    }

    private void sql(Table table, String statement) {
        if (SqlEngine.find().isEmpty()) {
            throw new StoreException(StoreCondition.INTERNAL, "This server runs without SQL", Map.of());
        }
        try {
            rows(table).query(new SqlFieldsQuery(statement)).getAll();
        } catch (CacheException e) {
            throw new StoreException(
                    StoreCondition.INVALID_OPTION,
                    "Indexes of " + table.spec().name() + ": " + e.getMessage(),
                    Map.of("option", "index"));
        }
    }

    // --- reading

    /**
     * Reads rows of a bucket, which may be on another server. Of replicated tables, the only bucket has all rows.
     *
     * @throws StoreException {@code TABLE_CHANGED} if a column is gone
     */
    public List<EncodedBatch> scan(Table table, int bucket, RowScan scan) {
        RowSchema schema = new RowSchema(table);
        RowBatches batches =
                new RowBatches(scan.columns().stream().map(schema::field).toList());
        ScanQuery<BinaryObject, BinaryObject> query = new ScanQuery<>();
        if (!scan.filters().isEmpty()) {
            @SuppressWarnings({"unchecked", "rawtypes"}) // keys and values are binary here
            ScanQuery<BinaryObject, BinaryObject> unused =
                    query.setFilter((IgniteBiPredicate) new RowCondition(scan.filters().stream()
                            .map(filter -> RowCondition.Term.of(schema, filter))
                            .toList()));
        }
        if (table.spec().placement() instanceof Placement.Bucketed) {
            query.setPartition(bucket);
        } else {
            query.setLocal(true);
        }
        long left = scan.limit();
        try (var found = rows(table).query(query)) {
            for (Cache.Entry<BinaryObject, BinaryObject> row : found) {
                if (left-- <= 0) {
                    break;
                }
                batches.append(row.getKey(), row.getValue());
            }
        }
        return batches.finish();
    }

    /** The rows of some keys, those that there are, in any order. */
    public List<EncodedBatch> lookUp(Table table, List<Integer> columns, Batch keys, List<byte[]> bytes) {
        RowSchema schema = new RowSchema(table);
        RowBatches batches = new RowBatches(columns.stream().map(schema::field).toList());
        List<List<@Nullable Object>> rows = RowBatches.read(schema, keys, bytes);
        if (rows.size() == 1) {
            BinaryObject key = schema.key(ignite.binary(), rows.get(0));
            BinaryObject value = rows(table).get(key);
            if (value != null) {
                batches.append(key, value);
            }
        } else {
            Set<BinaryObject> all = new HashSet<>();
            rows.forEach(row -> all.add(schema.key(ignite.binary(), row)));
            rows(table).getAll(all).forEach(batches::append);
        }
        return batches.finish();
    }

    // --- writing

    /**
     * Does something with rows, as part of the transaction of the calling thread if there is one.
     *
     * @throws StoreException {@code INVALID_ROW}
     */
    public void apply(Table table, RowAction action, Batch batch, List<byte[]> columns) {
        RowSchema schema = new RowSchema(table);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try {
            rows.addAll(RowBatches.read(schema, batch, columns));
        } catch (IllegalArgumentException e) {
            throw new StoreException(StoreCondition.INVALID_ROW, String.valueOf(e.getMessage()), e);
        }
        // Whoever locks rows of a table does it in the same order.
        rows.sort(byKey(schema));
        IgniteCache<BinaryObject, BinaryObject> cache = rows(table);
        if (action == RowAction.DELETE) {
            Set<BinaryObject> keys = new LinkedHashSet<>();
            rows.forEach(row -> keys.add(schema.key(ignite.binary(), row)));
            cache.removeAll(keys);
            return;
        }
        Map<BinaryObject, BinaryObject> entries = new LinkedHashMap<>();
        for (List<@Nullable Object> row : rows) {
            BinaryObject key = schema.key(ignite.binary(), row);
            if (entries.put(key, schema.value(ignite.binary(), row)) != null && action == RowAction.INSERT) {
                throw duplicate(table, schema, row);
            }
        }
        if (action == RowAction.INSERT) {
            // Within a transaction that reads repeatably, this locks the keys that aren't there, too.
            Map<BinaryObject, BinaryObject> there = cache.getAll(entries.keySet());
            if (!there.isEmpty()) {
                throw duplicate(
                        table,
                        schema,
                        rows.stream()
                                .filter(row -> there.containsKey(schema.key(ignite.binary(), row)))
                                .findFirst()
                                .orElseThrow());
            }
        }
        if (entries.size() == 1) {
            entries.forEach(cache::put);
        } else {
            cache.putAll(entries);
        }
    }

    /** Removes every row that is there when this begins, as part of the calling thread's transaction. */
    public void removeAll(Table table) {
        IgniteCache<BinaryObject, BinaryObject> cache = rows(table);
        Set<BinaryObject> keys = new LinkedHashSet<>();
        try (var found = cache.query(new ScanQuery<BinaryObject, BinaryObject>())) {
            found.forEach(row -> keys.add(row.getKey()));
        }
        cache.removeAll(keys);
    }

    private static Comparator<List<@Nullable Object>> byKey(RowSchema schema) {
        List<RowSchema.Field> keys = schema.keys();
        return (left, right) -> {
            for (RowSchema.Field key : keys) {
                Object one = left.get(key.index());
                Object other = right.get(key.index());
                // Nulls are refused when the keys are made.
                int order = one == null || other == null
                        ? Boolean.compare(one == null, other == null)
                        : key.value().compare(one, other);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static StoreException duplicate(Table table, RowSchema schema, List<@Nullable Object> row) {
        String key = Arrays.toString(
                schema.keys().stream().map(field -> row.get(field.index())).toArray());
        return new StoreException(
                StoreCondition.INVALID_ROW,
                "The table " + table.spec().name() + " has a row with the key " + key + " already",
                Map.of("table", table.spec().name().toString(), "key", key));
    }
}
