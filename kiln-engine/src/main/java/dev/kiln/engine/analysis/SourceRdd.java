package dev.kiln.engine.analysis;

import dev.kiln.engine.interop.Seqs;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;

/** An RDD that is computed from no other one, in a fixed number of partitions. */
abstract class SourceRdd<T> extends RDD<T> {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    SourceRdd(SparkContext context, int partitions, ClassTag<T> tag) {
        super(context, Seqs.empty(), tag);
        this.partitions = partitions;
    }

    @Override
    public final Partition[] getPartitions() {
        Partition[] parts = new Partition[partitions];
        for (int i = 0; i < partitions; i++) {
            parts[i] = new IndexedPartition(i);
        }
        return parts;
    }
}
