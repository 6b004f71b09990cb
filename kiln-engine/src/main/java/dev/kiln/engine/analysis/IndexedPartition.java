package dev.kiln.engine.analysis;

import org.apache.spark.Partition;

/** A part of an RDD that is known by its position alone. */
record IndexedPartition(int index) implements Partition {
    private static final long serialVersionUID = 1L;
}
