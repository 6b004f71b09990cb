package dev.kiln.engine.tables;

import dev.kiln.engine.interop.SparkTask;
import dev.kiln.engine.translate.BatchCursor;
import dev.kiln.engine.translate.LocalRows;
import dev.kiln.engine.translate.RowSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows of a planned scan of a table. A part is one of its input partitions, read as a task would read it; parts that
 * come in columns are handed on in columns.
 */
final class TableRows implements RowSource {
    private static final AtomicInteger STAGES = new AtomicInteger();

    private final Scan scan;
    private final StructType schema;
    private final SQLConf conf;
    private final int stage = STAGES.getAndIncrement();
    private volatile Parts planned = new Parts(List.of(), Optional.empty());
    private volatile boolean isPlanned;

    private record Parts(List<InputPartition> partitions, Optional<PartitionReaderFactory> readers) {}

    TableRows(DataSourceV2ScanRelation relation, SQLConf conf) {
        this.scan = relation.scan();
        this.schema = relation.schema();
        this.conf = conf;
    }

    @Override
    public StructType schema() {
        return schema;
    }

    @Override
    public int partitions() {
        return Math.max(1, parts().partitions().size());
    }

    @Override
    public long estimatedRows() {
        if (!(scan instanceof SupportsReportStatistics reporting)) {
            return -1;
        }
        Statistics statistics = reporting.estimateStatistics();
        OptionalLong rows = statistics == null ? OptionalLong.empty() : statistics.numRows();
        return rows.orElse(-1);
    }

    @Override
    public boolean countsExactly() {
        return false;
    }

    @Override
    public Iterator<InternalRow> open(int partition, int[] columns) {
        Parts parts = parts();
        if (parts.partitions().isEmpty()) {
            return CollectionConverters.asScala(List.<InternalRow>of().iterator());
        }
        return new PartitionRows(
                newTask(partition),
                parts.readers().orElseThrow(),
                parts.partitions().get(partition),
                LocalRows.projection(schema, columns));
    }

    @Override
    public Optional<BatchCursor> batches(int partition) {
        Parts parts = parts();
        if (parts.partitions().isEmpty()) {
            return Optional.empty();
        }
        InputPartition part = parts.partitions().get(partition);
        PartitionReaderFactory readers = parts.readers().orElseThrow();
        return readers.supportColumnarReads(part)
                ? Optional.of(new PartitionBatches(newTask(partition), readers, part))
                : Optional.empty();
    }

    private SparkTask newTask(int partition) {
        return new SparkTask(stage, partition, partitions(), conf);
    }

    /** Asked for when the query runs, so that what is only explained is not planned in full. */
    private Parts parts() {
        if (!isPlanned) {
            synchronized (this) {
                if (!isPlanned) {
                    planned = plan();
                    isPlanned = true;
                }
            }
        }
        return planned;
    }

    private Parts plan() {
        Supplier<Parts> body = () -> {
            Batch batch = scan.toBatch();
            List<InputPartition> partitions = List.of(batch.planInputPartitions());
            return new Parts(
                    partitions, partitions.isEmpty() ? Optional.empty() : Optional.of(batch.createReaderFactory()));
        };
        return SQLConf.withExistingConf(conf, body::get);
    }
}
