package dev.kiln.store.table;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a table is asked to be.
 *
 * @param name the name
 * @param kind the kind
 * @param columns at least one, ids and names unique (names without regard to case)
 * @param placement where rows live
 * @param persistence what survives the servers
 * @param keyColumns the primary key of a row table; what PUT INTO a column table matches rows by; may be empty there
 * @param batchBytes the size, before compression, at which a writer ends a batch
 * @param compression of batches
 * @param expire how long rows of a row table live
 * @param comment the comment
 * @param properties everything else that was said of the table, option names in lower case
 */
public record TableSpec(
        TableName name,
        TableKind kind,
        List<Column> columns,
        Placement placement,
        Persistence persistence,
        List<String> keyColumns,
        long batchBytes,
        Compression compression,
        Optional<Duration> expire,
        Optional<String> comment,
        Map<String, String> properties) {
    /** 24 MiB, as in the store that this one follows. */
    public static final long DEFAULT_BATCH_BYTES = 24L << 20;

    /**
     * The property that says until when a table is kept unless somebody writes to it, in milliseconds since 1970. Tables that
     * are being filled have it, and lose it when they are complete.
     */
    public static final String UNTIL = "kiln.until";

    public TableSpec {
        columns = List.copyOf(columns);
        keyColumns = List.copyOf(keyColumns);
        properties = Map.copyOf(properties);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("A table has at least one column");
        }
    }

    /** Whether the table is not to be kept any more. */
    public boolean isOver(long now) {
        String until = properties.getOrDefault(UNTIL, "");
        return until.matches("\\d{1,18}") && Long.parseLong(until) < now;
    }
}
