package dev.kiln.store.table;

import java.util.List;
import java.util.Optional;

/** On which servers a table's rows live. */
public sealed interface Placement {
    /** The most buckets a table may have. */
    int MOST_BUCKETS = 1024;

    /** The most copies of a bucket beside the first. */
    int MOST_REDUNDANCY = 3;

    /**
     * Rows are spread over buckets. With columns to partition by, a row's bucket is Spark's hash of their values
     * (Murmur3 with seed 42) modulo the number of buckets, not negative, so that Spark's own exchanges agree with it;
     * without, a writer chooses. Tables with equally many buckets and equal redundancy have equal buckets on equal
     * servers, whether or not they name one another.
     *
     * @param partitionBy names of columns, in order; may be empty for column tables
     * @param buckets 1 to {@value #MOST_BUCKETS}
     * @param redundancy copies of each bucket beside the first, 0 to {@value #MOST_REDUNDANCY}
     * @param colocateWith the table that was named as having the same buckets
     */
    record Bucketed(List<String> partitionBy, int buckets, int redundancy, Optional<TableName> colocateWith)
            implements Placement {
        public Bucketed {
            if (buckets < 1 || buckets > MOST_BUCKETS) {
                throw new IllegalArgumentException("Between 1 and " + MOST_BUCKETS + " buckets, not " + buckets);
            }
            if (redundancy < 0 || redundancy > MOST_REDUNDANCY) {
                throw new IllegalArgumentException("Between 0 and " + MOST_REDUNDANCY + " copies, not " + redundancy);
            }
            partitionBy = List.copyOf(partitionBy);
        }
    }

    /** Every server has every row; for row tables that others are joined with. */
    record Replicated() implements Placement {}
}
