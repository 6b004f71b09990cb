package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.RowSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Rows that are in memory. */
final class LocalRows implements RowSource {
    private final Seq<InternalRow> rows;
    private final StructType schema;

    LocalRows(Seq<InternalRow> rows, Seq<Attribute> output) {
        this.rows = rows;
        List<StructField> fields = new ArrayList<>();
        for (Attribute attribute : CollectionConverters.asJava(output)) {
            fields.add(new StructField(
                    attribute.name(), attribute.dataType(), attribute.nullable(), attribute.metadata()));
        }
        this.schema = new StructType(fields.toArray(StructField[]::new));
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
        return rows.size();
    }

    @Override
    public Iterator<InternalRow> open(int partition, int[] columns) {
        DataType[] types = new DataType[columns.length];
        for (int i = 0; i < columns.length; i++) {
            types[i] = schema.fields()[columns[i]].dataType();
        }
        return rows.iterator().map(row -> {
            Object[] values = new Object[columns.length];
            for (int i = 0; i < columns.length; i++) {
                values[i] = row.isNullAt(columns[i]) ? null : row.get(columns[i], types[i]);
            }
            return new GenericInternalRow(values);
        });
    }
}
