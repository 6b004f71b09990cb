package dev.kiln.engine.translate;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/** Rows that are in memory. */
public record LocalRows(List<InternalRow> rows, StructType schema) implements RowSource {
    public LocalRows {
        rows = List.copyOf(rows);
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public long estimatedRows() {
        return rows.size();
    }

    @Override
    public Iterator<InternalRow> open(int partition, int[] columns) {
        ProjectingInternalRow wanted = projection(schema, columns);
        return CollectionConverters.asScala(rows.stream()
                .map(row -> {
                    wanted.project(row);
                    return (InternalRow) wanted;
                })
                .iterator());
    }

    /** A view of some columns of a row, in another order. */
    public static ProjectingInternalRow projection(StructType schema, int[] columns) {
        StructType projected = new StructType();
        for (int column : columns) {
            projected = projected.add(schema.fields()[column]);
        }
        return new ProjectingInternalRow(
                projected,
                CollectionConverters.asScala(IntStream.of(columns)
                                .mapToObj(column -> (Object) column)
                                .toList())
                        .toIndexedSeq());
    }
}
