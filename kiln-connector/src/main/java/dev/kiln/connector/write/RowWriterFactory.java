package dev.kiln.connector.write;

import dev.kiln.connector.relation.StoreRelation;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;

/** Makes writers in executors. */
final class RowWriterFactory implements DataWriterFactory, StreamingDataWriterFactory {
    private static final long serialVersionUID = 1L;

    private final StoreRelation relation;
    private final long write;

    RowWriterFactory(StoreRelation relation, long write) {
        this.relation = relation;
        this.write = write;
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
        return new RowWriter(new BucketWriter(relation, TaskNames.ofTask(write, partitionId, taskId)));
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partitionId, long taskId, long epochId) {
        return createWriter(partitionId, taskId);
    }
}
