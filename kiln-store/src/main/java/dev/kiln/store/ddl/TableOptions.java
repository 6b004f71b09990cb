package dev.kiln.store.ddl;

import dev.kiln.store.table.Placement;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableSpec;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The way back: the options with which a table would be made as it is. */
public final class TableOptions {
    private TableOptions() {}

    /** Every option that says something of a table of its kind, defaults too, in the order of the documentation. */
    public static Map<String, String> of(TableSpec spec) {
        Map<String, String> options = new LinkedHashMap<>();
        if (spec.placement() instanceof Placement.Bucketed bucketed) {
            if (!bucketed.partitionBy().isEmpty()) {
                options.put(Option.PARTITION_BY.name(), String.join(",", bucketed.partitionBy()));
            }
            options.put(Option.BUCKETS.name(), Integer.toString(bucketed.buckets()));
            bucketed.colocateWith().ifPresent(other -> options.put(Option.COLOCATE_WITH.name(), other.toString()));
            options.put(Option.REDUNDANCY.name(), Integer.toString(bucketed.redundancy()));
        }
        options.put(Option.PERSISTENCE.name(), spec.persistence().name().toLowerCase(Locale.ROOT));
        if (!spec.keyColumns().isEmpty()) {
            options.put(Option.KEY_COLUMNS.name(), String.join(",", spec.keyColumns()));
        }
        if (spec.kind() == TableKind.COLUMN) {
            options.put(Option.COLUMN_BATCH_SIZE.name(), Long.toString(spec.batchBytes()));
            options.put(Option.COMPRESSION.name(), spec.compression().name().toLowerCase(Locale.ROOT));
        }
        spec.expire().ifPresent(expire -> options.put(Option.EXPIRE.name(), Long.toString(expire.toSeconds())));
        return options;
    }
}
