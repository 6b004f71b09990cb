package dev.kiln.engine.files.read;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFooterReader;

/**
 * The schemas of Parquet files. Footers are remembered by path, length and time of modification; most files share a
 * schema, which is then kept once. Safe for use by many threads.
 */
final class ParquetFooters {
    private static final int CAPACITY = 20_000;
    private static final int SCHEMA_CAPACITY = 200;
    private static final String SPARK_PREFIX = "org.apache.spark.";
    private static final String ROW_METADATA = "org.apache.spark.sql.parquet.row.metadata";

    /**
     * What reading needs to know of a file.
     *
     * @param metadata Spark's own key-value pairs, without the schema
     */
    record Footer(MessageType schema, Map<String, String> metadata) {
        Footer {
            metadata = Map.copyOf(metadata);
        }
    }

    private record Key(String path, long length, long modified) {}

    private final Map<Key, Footer> footers = new LeastRecentlyUsed<>(CAPACITY);
    private final Map<Footer, Footer> distinct = new LeastRecentlyUsed<>(SCHEMA_CAPACITY);

    /** @param hadoop asked for only if the footer is not known yet */
    Footer read(FileStatus file, Supplier<Configuration> hadoop) throws IOException {
        Key key = new Key(file.getPath().toString(), file.getLen(), file.getModificationTime());
        synchronized (footers) {
            Footer known = footers.get(key);
            if (known != null) {
                return known;
            }
        }
        FileMetaData metadata = ParquetFooterReader.readFooter(
                        HadoopInputFile.fromStatus(file, hadoop.get()), ParquetMetadataConverter.SKIP_ROW_GROUPS)
                .getFileMetaData();
        Map<String, String> pairs = new HashMap<>();
        metadata.getKeyValueMetaData().forEach((name, value) -> {
            if (name.startsWith(SPARK_PREFIX) && !name.equals(ROW_METADATA)) {
                pairs.put(name, value);
            }
        });
        Footer footer = new Footer(metadata.getSchema(), pairs);
        synchronized (footers) {
            Footer shared = distinct.computeIfAbsent(footer, same -> same);
            footers.put(key, shared);
            return shared;
        }
    }

    private static final class LeastRecentlyUsed<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        private final int capacity;

        LeastRecentlyUsed(int capacity) {
            super(16, 0.75f, true);
            this.capacity = capacity;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > capacity;
        }
    }
}
