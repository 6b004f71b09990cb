package dev.kiln.engine.tables;

import dev.kiln.engine.translate.RowSource;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/** The rows of a scan that has them at hand: the answer to an aggregate over statistics, for example. */
final class LocalTableRows implements RowSource {
    private final LocalScan scan;
    private final StructType schema;

    LocalTableRows(LocalScan scan) {
        this.scan = scan;
        this.schema = scan.readSchema();
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public long estimatedRows() {
        return scan.rows().length;
    }

    @Override
    public Iterator<InternalRow> open(int partition, int[] columns) {
        ProjectingInternalRow wanted = projection(schema, columns);
        return CollectionConverters.asScala(Arrays.stream(scan.rows())
                .map(row -> {
                    wanted.project(row);
                    return (InternalRow) wanted;
                })
                .iterator());
    }

    /** A view of some columns of a row, in another order. */
    static ProjectingInternalRow projection(StructType schema, int[] columns) {
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
