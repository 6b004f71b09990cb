package dev.kiln.engine.files.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;

/**
 * Where each column of a scan's output comes from.
 *
 * @param columns in the order of the output
 * @param dataColumns the attributes that the files hold
 */
record ScanLayout(List<Column> columns, List<Attribute> dataColumns) {
    ScanLayout {
        columns = List.copyOf(columns);
        dataColumns = List.copyOf(dataColumns);
    }

    sealed interface Column {
        Attribute attribute();

        /** Held by the files, at a position among the data columns. */
        record Data(Attribute attribute, int position) implements Column {}

        /** Told by the paths, at a position in the partition's values. */
        record PartitionValue(Attribute attribute, int position) implements Column {}
    }

    static ScanLayout of(List<AttributeReference> output, Map<Attribute, Integer> partitionColumns) {
        List<Column> columns = new ArrayList<>();
        List<Attribute> data = new ArrayList<>();
        for (Attribute attribute : output) {
            Integer position = partitionColumns.get(attribute);
            if (position != null) {
                columns.add(new Column.PartitionValue(attribute, position));
            } else {
                columns.add(new Column.Data(attribute, data.size()));
                data.add(attribute);
            }
        }
        return new ScanLayout(columns, data);
    }
}
