package dev.kiln.store.ddl;

import static dev.kiln.store.ddl.OptionValues.invalid;

import dev.kiln.store.table.Column;
import dev.kiln.store.table.Compression;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import dev.kiln.store.type.DataType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A CREATE TABLE statement.
 *
 * <p>The options, all of which are read without regard to case:
 *
 * <ul>
 *   <li>{@code PARTITION_BY}: columns with commas between them, or {@code PRIMARY KEY} for those of the key. A row table
 *       without is replicated; in a column table without, writers spread the rows.
 *   <li>{@code BUCKETS}: 32 unless it follows from {@code COLOCATE_WITH}. {@code PARTITIONED BY (bucket(n, columns))}
 *       says both.
 *   <li>{@code COLOCATE_WITH}: a table with equal buckets, on the columns of equal types.
 *   <li>{@code REDUNDANCY}: copies beside the first; 0 unless it follows from {@code COLOCATE_WITH}.
 *   <li>{@code PERSISTENCE}: {@code async} by default.
 *   <li>{@code KEY_COLUMNS}: the primary key of a row table, which has to have one; what PUT INTO a column table goes by.
 *   <li>{@code COLUMN_BATCH_SIZE}, {@code COMPRESSION}: of column tables; 24m and lz4 by default.
 *   <li>{@code EXPIRE}: seconds that rows of a row table live.
 *   <li>{@code EVICTION_BY}, {@code OVERFLOW}: tables that persist always leave what was used longest ago to the disk
 *       when memory is short, so {@code LRUHEAPPERCENT} and {@code true} say what is the case, and their opposites are
 *       refused. Those in memory alone can't evict rows without losing them: {@code NONE} and {@code false}. Bounds
 *       for a single table ({@code LRUCOUNT}, {@code LRUMEMSIZE}) are refused, because there are none.
 * </ul>
 *
 * @param name the table's name
 * @param kind the kind
 * @param columns the columns, with ids
 * @param partitioning what PARTITIONED BY says
 * @param options what OPTIONS says: names that are unknown are errors
 * @param properties what TBLPROPERTIES says: names of options count as such
 * @param comment the comment
 */
public record TableDefinition(
        TableName name,
        TableKind kind,
        List<Column> columns,
        List<PartitionTransform> partitioning,
        Map<String, String> options,
        Map<String, String> properties,
        Optional<String> comment) {
    /** How many buckets a table has where nobody says. */
    public static final int DEFAULT_BUCKETS = 32;

    private static final long LEAST_BATCH_BYTES = 64L << 10;
    private static final long MOST_BATCH_BYTES = 512L << 20;
    private static final long MOST_EXPIRE_SECONDS = Duration.ofDays(36_500).toSeconds();

    public TableDefinition {
        columns = List.copyOf(columns);
        partitioning = List.copyOf(partitioning);
        options = Map.copyOf(options);
        properties = Map.copyOf(properties);
    }

    /**
     * Works out what the table is to be.
     *
     * @param tables finds the table that is named by {@code COLOCATE_WITH}
     * @throws dev.kiln.store.StoreException {@code INVALID_OPTION} with the parameter {@code option}, or
     *     {@code UNSUPPORTED_TYPE}
     */
    public TableSpec spec(Function<TableName, Optional<TableSpec>> tables) {
        OptionValues values = new OptionValues(options, properties);
        TableColumns known = TableColumns.of(columns, kind);
        List<String> keys = values.names(Option.KEY_COLUMNS)
                .map(names -> known.keys(Option.KEY_COLUMNS, names))
                .orElse(List.of());
        if (kind == TableKind.ROW) {
            if (keys.isEmpty()) {
                throw invalid(Option.KEY_COLUMNS, "a row table needs a primary key");
            }
            refuse(values, Option.COLUMN_BATCH_SIZE, "row tables have no batches");
            refuse(values, Option.COMPRESSION, "row tables aren't compressed");
        } else {
            refuse(values, Option.EXPIRE, "rows of column tables don't expire; use a row table, or DELETE");
        }
        Placement placement = placement(values, known, keys, tables);
        Persistence persistence =
                values.choice(Option.PERSISTENCE, Persistence.class).orElse(Persistence.ASYNC);
        checkEviction(values, persistence);
        return new TableSpec(
                name,
                kind,
                kind == TableKind.ROW ? known.withKeys(keys) : columns,
                placement,
                persistence,
                keys,
                values.size(Option.COLUMN_BATCH_SIZE, LEAST_BATCH_BYTES, MOST_BATCH_BYTES)
                        .orElse(TableSpec.DEFAULT_BATCH_BYTES),
                values.choice(Option.COMPRESSION, Compression.class).orElse(Compression.LZ4),
                values.number(Option.EXPIRE, 1, MOST_EXPIRE_SECONDS).map(Duration::ofSeconds),
                comment,
                values.others());
    }

    private Placement placement(
            OptionValues values,
            TableColumns known,
            List<String> keys,
            Function<TableName, Optional<TableSpec>> tables) {
        Optional<PartitionTransform> transform = transform();
        Optional<List<String>> partitionBy = partitionBy(values, known, keys, transform);
        Optional<Long> buckets = values.number(Option.BUCKETS, 1, Placement.MOST_BUCKETS);
        if (transform.isPresent()) {
            int number = transform.get().number().orElseThrow();
            if (number < 1 || number > Placement.MOST_BUCKETS) {
                throw invalid(Option.BUCKETS, transform.get() + " is not between 1 and " + Placement.MOST_BUCKETS);
            }
            if (buckets.isPresent() && buckets.get() != number) {
                throw invalid(Option.BUCKETS, buckets.get() + " contradicts PARTITIONED BY " + transform.get());
            }
            buckets = Optional.of((long) number);
        }
        if (kind == TableKind.ROW) {
            if (partitionBy.isEmpty()) {
                String reason = "a row table without PARTITION_BY is replicated to every server";
                refuse(values, Option.BUCKETS, reason);
                refuse(values, Option.REDUNDANCY, reason);
                refuse(values, Option.COLOCATE_WITH, reason);
                return new Placement.Replicated();
            }
            for (String column : partitionBy.get()) {
                if (!keys.contains(column)) {
                    throw invalid(
                            Option.PARTITION_BY,
                            "column " + column + " is not in KEY_COLUMNS, by which single rows are found");
                }
            }
        }
        Optional<Long> redundancy = values.number(Option.REDUNDANCY, 0, Placement.MOST_REDUNDANCY);
        Optional<TableName> other = values.text(Option.COLOCATE_WITH).map(this::otherTable);
        Optional<Placement.Bucketed> like =
                other.map(table -> colocated(table, known, partitionBy.orElse(List.of()), tables));
        if (like.isPresent()) {
            int otherBuckets = like.get().buckets();
            int otherRedundancy = like.get().redundancy();
            if (buckets.isPresent() && buckets.get() != otherBuckets) {
                throw invalid(Option.BUCKETS, other.get() + " of COLOCATE_WITH has " + otherBuckets);
            }
            if (redundancy.isPresent() && redundancy.get() != otherRedundancy) {
                throw invalid(Option.REDUNDANCY, other.get() + " of COLOCATE_WITH has " + otherRedundancy);
            }
            buckets = Optional.of((long) otherBuckets);
            redundancy = Optional.of((long) otherRedundancy);
        }
        return new Placement.Bucketed(
                partitionBy.orElse(List.of()),
                Math.toIntExact(buckets.orElse((long) DEFAULT_BUCKETS)),
                Math.toIntExact(redundancy.orElse(0L)),
                other);
    }

    private Optional<PartitionTransform> transform() {
        if (partitioning.isEmpty()) {
            return Optional.empty();
        }
        PartitionTransform first = partitioning.get(0);
        boolean bucket =
                first.name().equalsIgnoreCase("bucket") && first.number().isPresent();
        if (partitioning.size() > 1 || !bucket || first.columns().isEmpty()) {
            throw invalid(
                    Option.PARTITION_BY,
                    "tables of the store are PARTITIONED BY (bucket(number, columns)), not by "
                            + String.join(
                                    ", ",
                                    partitioning.stream()
                                            .map(PartitionTransform::toString)
                                            .toList()));
        }
        return Optional.of(first);
    }

    private static Optional<List<String>> partitionBy(
            OptionValues values, TableColumns known, List<String> keys, Optional<PartitionTransform> transform) {
        Optional<List<String>> named = values.text(Option.PARTITION_BY)
                        .filter(text -> text.toUpperCase(Locale.ROOT).matches("PRIMARY\\s+KEY"))
                        .isPresent()
                ? Optional.of(keys)
                : values.names(Option.PARTITION_BY).map(names -> known.keys(Option.PARTITION_BY, names));
        if (named.isPresent() && named.get().isEmpty()) {
            throw invalid(Option.PARTITION_BY, "there is no PRIMARY KEY; name it with KEY_COLUMNS");
        }
        Optional<List<String>> bucketed = transform.map(bucket -> known.keys(Option.PARTITION_BY, bucket.columns()));
        if (named.isPresent() && bucketed.isPresent() && !named.equals(bucketed)) {
            throw invalid(Option.PARTITION_BY, named.get() + " contradicts PARTITIONED BY " + transform.get());
        }
        return bucketed.or(() -> named);
    }

    private TableName otherTable(String text) {
        String[] parts = text.replace("`", "").split("\\.", -1);
        if (parts.length > 2 || List.of(parts).contains("")) {
            throw invalid(Option.COLOCATE_WITH, "'" + text + "' is no name of a table");
        }
        return parts.length == 2 ? new TableName(parts[0], parts[1]) : new TableName(name.namespace(), parts[0]);
    }

    private Placement.Bucketed colocated(
            TableName other,
            TableColumns known,
            List<String> partitionBy,
            Function<TableName, Optional<TableSpec>> tables) {
        TableSpec spec =
                tables.apply(other).orElseThrow(() -> invalid(Option.COLOCATE_WITH, "there is no table " + other));
        if (!(spec.placement() instanceof Placement.Bucketed bucketed)) {
            throw invalid(Option.COLOCATE_WITH, other + " is replicated, so every table is with it already");
        }
        if (partitionBy.isEmpty() || bucketed.partitionBy().isEmpty()) {
            throw invalid(Option.COLOCATE_WITH, "both tables need PARTITION_BY, or equal rows aren't in equal buckets");
        }
        List<DataType> here = known.types(partitionBy);
        List<DataType> there = TableColumns.of(spec.columns(), spec.kind()).types(bucketed.partitionBy());
        if (!here.equals(there)) {
            throw invalid(
                    Option.COLOCATE_WITH,
                    other + " is partitioned by " + bucketed.partitionBy() + ", whose types differ from those of "
                            + partitionBy + ", and so do the hashes");
        }
        return bucketed;
    }

    private static void checkEviction(OptionValues values, Persistence persistence) {
        boolean disk = persistence != Persistence.NONE;
        values.text(Option.EVICTION_BY).ifPresent(text -> {
            String policy = text.toUpperCase(Locale.ROOT);
            if (policy.startsWith("LRUCOUNT") || policy.startsWith("LRUMEMSIZE")) {
                throw invalid(Option.EVICTION_BY, "single tables have no bounds; a server has one, with --memory");
            }
            if (!policy.equals("NONE") && !policy.equals("LRUHEAPPERCENT")) {
                throw invalid(Option.EVICTION_BY, "'" + text + "' is neither NONE nor LRUHEAPPERCENT");
            }
            if (disk == policy.equals("NONE")) {
                throw invalid(
                        Option.EVICTION_BY,
                        disk
                                ? "tables with PERSISTENCE leave memory when it is short, and are read from the disk"
                                : "with PERSISTENCE none, rows that leave memory would be lost");
            }
        });
        values.truth(Option.OVERFLOW).ifPresent(overflow -> {
            if (overflow != disk) {
                throw invalid(
                        Option.OVERFLOW,
                        disk
                                ? "tables with PERSISTENCE always go on on the disk when memory is full"
                                : "with PERSISTENCE none there is no disk to go on on");
            }
        });
    }

    private static void refuse(OptionValues values, Option option, String reason) {
        if (values.has(option)) {
            throw invalid(option, reason);
        }
    }
}
