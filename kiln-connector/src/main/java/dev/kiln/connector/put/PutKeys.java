package dev.kiln.connector.put;

import dev.kiln.connector.relation.RowPlace;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** By which columns rows are put into a table. */
final class PutKeys {
    private final StoreRelation relation;
    private final int[] ordinals;

    /** @throws StoreException {@code INVALID_OPTION} if the table has no key, {@code UNSUPPORTED_TYPE} */
    PutKeys(StoreRelation relation) {
        this.relation = relation;
        List<String> names = relation.table().spec().keyColumns();
        if (names.isEmpty()) {
            throw new StoreException(
                    StoreCondition.INVALID_OPTION,
                    "Rows are put by the columns that KEY_COLUMNS names, and "
                            + relation.table().spec().name() + " has none",
                    Map.of("option", "KEY_COLUMNS"));
        }
        this.ordinals = names.stream()
                .mapToInt(name -> relation.ordinal(name)
                        .orElseThrow(() -> new IllegalStateException("Column " + name + " is not in the table")))
                .toArray();
        var unused = ofTable();
    }

    /** The key of the table's rows. */
    RowKey ofTable() {
        return new RowKey(fields(), ordinals);
    }

    /** The key of rows that have {@link #scanned} alone. */
    RowKey ofScanned() {
        return new RowKey(fields(), IntStream.range(0, ordinals.length).toArray());
    }

    /** What has to be read of old rows: the key, and then their places. */
    StructType scanned() {
        StructType schema = new StructType(fields());
        for (String name : RowPlace.NAMES) {
            schema = schema.add(name, DataTypes.LongType, false);
        }
        return schema;
    }

    int count() {
        return ordinals.length;
    }

    private StructField[] fields() {
        return Arrays.stream(ordinals)
                .mapToObj(ordinal -> relation.schema().fields()[ordinal])
                .toArray(StructField[]::new);
    }

    /** The columns of the key. */
    int[] ordinals() {
        return ordinals.clone();
    }

    /** Whether rows of the same key are in the same bucket. */
    boolean tellBuckets() {
        int[] placed = relation.partitionOrdinals();
        return placed.length > 0
                && Arrays.stream(placed)
                        .allMatch(ordinal -> Arrays.stream(ordinals).anyMatch(key -> key == ordinal));
    }
}
