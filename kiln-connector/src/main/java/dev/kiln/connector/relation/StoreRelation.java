package dev.kiln.connector.relation;

import dev.kiln.connector.bucket.BucketHash;
import dev.kiln.connector.session.Connections;
import dev.kiln.connector.session.Packed;
import dev.kiln.connector.session.StoreSettings;
import dev.kiln.store.Store;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A table, where it is, and its columns in Spark's words. Immutable, and travels to executors. */
public final class StoreRelation implements Serializable {
    private static final long serialVersionUID = 1L;

    private final StoreSettings settings;
    private final Packed<Table> packed;
    private final StructType schema;
    private transient @Nullable Table table;

    /** The table as the store has it. */
    public StoreRelation(StoreSettings settings, Table table) {
        this.settings = settings;
        this.packed = Packed.of(Table.class, table);
        this.schema = SparkColumns.schema(table.spec().columns());
        this.table = table;
    }

    public StoreSettings settings() {
        return settings;
    }

    /** This process's connection. */
    public Store store() {
        return Connections.open(settings);
    }

    public Table table() {
        Table known = table;
        if (known == null) {
            known = packed.value();
            table = known;
        }
        return known;
    }

    /** All columns, in order. */
    public StructType schema() {
        return schema;
    }

    /** How many buckets the table has. */
    public int buckets() {
        return table().spec().placement() instanceof Placement.Bucketed bucketed ? bucketed.buckets() : 1;
    }

    /** Whether this is a row table. */
    public boolean isRows() {
        return table().spec().kind() == TableKind.ROW;
    }

    /** The columns of the key, in its order. */
    public int[] keyOrdinals() {
        return ordinals(table().spec().keyColumns());
    }

    private int[] ordinals(List<String> names) {
        return names.stream()
                .mapToInt(name -> ordinal(name)
                        .orElseThrow(() -> new IllegalStateException("Column " + name + " is not in the table")))
                .toArray();
    }

    /** The positions of the columns that say where rows live; empty if a writer chooses. */
    public int[] partitionOrdinals() {
        if (!(table().spec().placement() instanceof Placement.Bucketed bucketed)) {
            return new int[0];
        }
        return ordinals(bucketed.partitionBy());
    }

    /** What tells a row's bucket from its key, if the key does. */
    public Optional<BucketHash> bucketHash() {
        int[] ordinals = partitionOrdinals();
        if (ordinals.length == 0) {
            return Optional.empty();
        }
        List<DataType> types = new ArrayList<>();
        for (int ordinal : ordinals) {
            types.add(schema.fields()[ordinal].dataType());
        }
        return Optional.of(new BucketHash(types, ordinals, buckets()));
    }

    /** How Spark calls the table's partitioning; empty if a writer chooses. */
    public Transform[] partitioning() {
        if (!(table().spec().placement() instanceof Placement.Bucketed bucketed)
                || bucketed.partitionBy().isEmpty()) {
            return new Transform[0];
        }
        String[] names = new String[bucketed.partitionBy().size()];
        int[] ordinals = partitionOrdinals();
        for (int i = 0; i < names.length; i++) {
            names[i] = quoted(schema.fields()[ordinals[i]].name());
        }
        return new Transform[] {Expressions.bucket(bucketed.buckets(), names)};
    }

    /** A name as Spark's parser of column names takes it. */
    public static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** The position of a column by its name without regard to case. */
    public Optional<Integer> ordinal(String name) {
        List<Column> columns = table().spec().columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
