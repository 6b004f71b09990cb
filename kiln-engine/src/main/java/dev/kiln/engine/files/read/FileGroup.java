package dev.kiln.engine.files.read;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/** Files of one partition that are read alike. */
record FileGroup(Key key, List<String> files) {
    FileGroup {
        requireNonNull(key, "key");
        files = List.copyOf(files);
    }

    /**
     * What the files of a group share.
     *
     * @param columns the data columns in order
     * @param partition values of the partition's columns
     */
    record Key(List<ParquetColumn> columns, InternalRow partition) {
        Key {
            columns = List.copyOf(columns);
            requireNonNull(partition, "partition");
        }
    }
}
