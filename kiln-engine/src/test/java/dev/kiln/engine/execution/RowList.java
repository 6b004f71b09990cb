package dev.kiln.engine.execution;

import dev.kiln.engine.translate.RowSource;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/** A row source over rows in memory. */
record RowList(StructType schema, List<List<InternalRow>> parts) implements RowSource {
    static RowList of(StructType schema, List<InternalRow> rows) {
        return new RowList(schema, List.of(rows));
    }

    @Override
    public int partitions() {
        return parts.size();
    }

    @Override
    public long estimatedRows() {
        return parts.stream().mapToLong(List::size).sum();
    }

    @Override
    public Iterator<InternalRow> open(int partition, int[] columns) {
        return CollectionConverters.asScala(parts.get(partition).stream()
                .<InternalRow>map(row -> new GenericInternalRow(Arrays.stream(columns)
                        .mapToObj(column -> row.get(column, schema.fields()[column].dataType()))
                        .toArray()))
                .iterator());
    }
}
