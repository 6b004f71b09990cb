package dev.kiln.engine.analysis;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Parquet file to be written.
 *
 * @param columns names for the columns of the query
 * @param compression {@code uncompressed}, {@code snappy}, {@code gzip} or {@code zstd}
 * @param metadata texts to be kept in the footer
 */
public record ParquetTarget(Path file, List<String> columns, String compression, Map<String, String> metadata) {
    public ParquetTarget {
        requireNonNull(file, "file");
        columns = List.copyOf(columns);
        requireNonNull(compression, "compression");
        metadata = new LinkedHashMap<>(metadata);
    }
}
