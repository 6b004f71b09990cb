package dev.kiln.connector.read;

import dev.kiln.connector.relation.StoreRelation;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Makes readers in executors. */
final class BatchReaderFactory implements PartitionReaderFactory {
    private static final long serialVersionUID = 1L;

    private final StoreRelation relation;
    private final StructType wanted;

    BatchReaderFactory(StoreRelation relation, StructType wanted) {
        this.relation = relation;
        this.wanted = wanted;
    }

    @Override
    public boolean supportColumnarReads(InputPartition partition) {
        return true;
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
        return new BatchReader(relation, wanted, ((BucketPartition) partition).share());
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        throw new UnsupportedOperationException("The store's tables are read in batches");
    }
}
