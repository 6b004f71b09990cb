package dev.kiln.store.server.row;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableSpec;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import javax.cache.CacheException;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.binary.BinaryType;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.configuration.CacheConfiguration;

/** Row tables as Ignite knows them: a cache and an SQL table each. Safe for use by several threads. */
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

    String cacheName(Table table) {
        return (table.spec().persistence() == Persistence.NONE ? MEMORY : DURABLE) + table.id();
    }

    IgniteCache<BinaryObject, BinaryObject> rows(Table table) {
        IgniteCache<Object, Object> cache = ignite.cache(cacheName(table));
        if (cache == null) {
            throw new StoreException(
                    StoreCondition.UNAVAILABLE,
                    "The rows of " + table.spec().name() + " aren't there yet, or not any more",
                    Map.of("table", table.spec().name().toString()));
        }
        return cache.withKeepBinary();
    }

    // --- columns

    /**
     * Adds the columns to SQL's table that are new, and takes those away that are gone. Does nothing that has been done already.
     *
     * @throws StoreException {@code INVALID_OPTION}
     */
    public void alter(Table table, TableSpec after) {
        RowSchema before = new RowSchema(table);
        Set<Integer> ids = new HashSet<>();
        for (Column column : after.columns()) {
            ids.add(column.id());
            if (!before.has(column.id())) {
                add(table, before, column);
            }
        }
        for (RowSchema.Field field : before.fields()) {
            if (!ids.contains(field.column().id())) {
                alter(table, "DROP COLUMN IF EXISTS " + quoted(field.name()));
            }
        }
    }

    private void add(Table table, RowSchema schema, Column column) {
        SqlValue value = RowSchema.value(column);
        BinaryType rows = ignite.binary().type(schema.valueType());
        if (rows != null && rows.fieldNames().stream().anyMatch(column.name()::equalsIgnoreCase)) {
            throw refused(
                    table,
                    "alter",
                    "it had a column " + column.name()
                            + " already, whose values would come back; choose another name or make a new table");
        }
        alter(table, "ADD COLUMN IF NOT EXISTS " + quoted(column.name()) + " " + value.sqlType());
    }

    private void alter(Table table, String change) {
        sql(table, "alter", "ALTER TABLE " + sqlName(table) + " " + change);
    }

    // --- SQL

    static String sqlName(Table table) {
        return quoted(table.spec().name().namespace()) + "."
                + quoted(table.spec().name().name());
    }

    /** In capitals, as SQL reads what isn't quoted. */
    static String quoted(String name) {
        return '"' + name.toUpperCase(Locale.ROOT).replace("\"", "\"\"") + '"';
    }

    /**
     * Runs a statement that changes what a table is.
     *
     * @param option what is said to be wrong if it fails
     */
    void sql(Table table, String option, String statement) {
        if (SqlEngine.find().isEmpty()) {
            throw new StoreException(StoreCondition.INTERNAL, "This server runs without SQL", Map.of());
        }
        try {
            rows(table).query(new SqlFieldsQuery(statement)).getAll();
        } catch (CacheException e) {
            throw refused(table, option, String.valueOf(e.getMessage()));
        }
    }

    private static StoreException refused(Table table, String option, String why) {
        return new StoreException(
                StoreCondition.INVALID_OPTION,
                "The row table " + table.spec().name() + " can't be changed (" + option + "): " + why,
                Map.of("option", option, "table", table.spec().name().toString()));
    }
}
