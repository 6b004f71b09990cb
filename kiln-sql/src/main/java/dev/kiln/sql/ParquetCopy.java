package dev.kiln.sql;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A statement that writes the rows of a query to a Parquet file, in their order.
 *
 * @param columns what the query's columns are called in the file; no two differ in case only
 * @param compression as DuckDB calls it
 * @param metadata texts to be kept in the footer
 */
public record ParquetCopy(
        SqlQuery query, List<String> columns, String file, String compression, Map<String, String> metadata) {
    public ParquetCopy {
        requireNonNull(query, "query");
        columns = List.copyOf(columns);
        requireNonNull(file, "file");
        requireNonNull(compression, "compression");
        metadata = new LinkedHashMap<>(metadata);
    }
}
