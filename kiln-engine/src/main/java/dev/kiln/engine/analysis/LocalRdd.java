package dev.kiln.engine.analysis;

import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag;

/** Values of this process, cut into contiguous parts. */
final class LocalRdd<T> extends SourceRdd<T> {
    private static final long serialVersionUID = 1L;

    private final transient Seq<T> values;
    private final int slices;

    LocalRdd(SparkContext context, Seq<T> values, int slices, ClassTag<T> tag) {
        super(context, Math.max(1, slices), tag);
        this.values = values;
        this.slices = Math.max(1, slices);
    }

    @Override
    public Iterator<T> compute(Partition split, TaskContext context) {
        long size = values.size();
        int from = (int) (split.index() * size / slices);
        int until = (int) ((split.index() + 1) * size / slices);
        return values.iterator().slice(from, until);
    }
}
