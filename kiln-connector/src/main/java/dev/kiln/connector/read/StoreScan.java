package dev.kiln.connector.read;

import dev.kiln.connector.read.BucketPartition.BucketShare;
import dev.kiln.connector.read.BucketPartition.Share;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.BucketOwners;
import dev.kiln.store.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportPartitioning;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.SupportsRuntimeV2Filtering;
import org.apache.spark.sql.connector.read.partitioning.KeyGroupedPartitioning;
import org.apache.spark.sql.connector.read.partitioning.Partitioning;
import org.apache.spark.sql.connector.read.partitioning.UnknownPartitioning;
import org.apache.spark.sql.types.StructType;

/** A scan of one snapshot. In the driver; planned by one thread. */
public final class StoreScan
        implements Scan, Batch, SupportsReportStatistics, SupportsReportPartitioning, SupportsRuntimeV2Filtering {
    /** How many tasks a table gets whose buckets may be put together. */
    private static final String MOST_PARTITIONS = "read.partitions";

    private static final int DEFAULT_MOST_PARTITIONS = 128;

    private final StoreRelation relation;
    private final StructType wanted;
    private final List<Predicate> filters;
    private final Transform[] partitioning;
    private Selection selection;

    StoreScan(StoreRelation relation, StructType wanted, Selection selection, List<Predicate> filters) {
        this.relation = relation;
        this.wanted = wanted;
        this.selection = selection;
        this.filters = List.copyOf(filters);
        this.partitioning = relation.partitioning();
    }

    /** What is read: the table at one version. */
    public Snapshot snapshot() {
        return selection.snapshot();
    }

    /** The batches that are read, per bucket: what statistics did not rule out. */
    public List<List<dev.kiln.store.snapshot.Batch>> batches() {
        return selection.batches();
    }

    /** The table. */
    public StoreRelation relation() {
        return relation;
    }

    @Override
    public StructType readSchema() {
        return wanted;
    }

    @Override
    public String description() {
        return "kiln " + relation.table().spec().name() + " version "
                + selection.snapshot().version() + " batches " + selection.count() + " of "
                + (selection.count() + selection.skipped()) + " filters " + filters;
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.SUPPORTED;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        BucketOwners owners = relation.store().owners(relation.table());
        List<InputPartition> partitions = new ArrayList<>();
        if (partitioning.length > 0) {
            for (int bucket = 0; bucket < selection.batches().size(); bucket++) {
                // Empty buckets too, so that the other side of a join finds its partner.
                if (selection.wants(bucket)) {
                    partitions.add(new BucketPartition.Keyed(
                            bucket, new Share(List.of(share(bucket))), Hosts.of(owners, bucket)));
                }
            }
            return partitions.toArray(InputPartition[]::new);
        }
        List<Integer> filled = new ArrayList<>();
        for (int bucket = 0; bucket < selection.batches().size(); bucket++) {
            if (!selection.batches().get(bucket).isEmpty()) {
                filled.add(bucket);
            }
        }
        int most = relation.settings().positive(MOST_PARTITIONS, DEFAULT_MOST_PARTITIONS);
        // Buckets with the same first owner stay together, so that a task finds all of its batches on one machine.
        filled.sort((left, right) -> Hosts.of(owners, left)
                .toString()
                .compareTo(Hosts.of(owners, right).toString()));
        int each = Math.max(1, (filled.size() + most - 1) / most);
        for (int from = 0; from < filled.size(); from += each) {
            List<Integer> group = filled.subList(from, Math.min(filled.size(), from + each));
            partitions.add(new BucketPartition(
                    new Share(group.stream().map(this::share).toList()), Hosts.of(owners, group.get(0))));
        }
        return partitions.toArray(InputPartition[]::new);
    }

    private BucketShare share(int bucket) {
        return new BucketShare(bucket, selection.batches().get(bucket));
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new BatchReaderFactory(relation, wanted);
    }

    @Override
    public Partitioning outputPartitioning() {
        int partitions =
                (int) java.util.stream.IntStream.range(0, selection.batches().size())
                        .filter(selection::wants)
                        .count();
        return partitioning.length == 0
                ? new UnknownPartitioning(Math.max(1, partitions))
                : new KeyGroupedPartitioning(partitioning, partitions);
    }

    /** Values that a join finds at run time prune buckets by the key. */
    @Override
    public NamedReference[] filterAttributes() {
        List<NamedReference> keys = new ArrayList<>();
        List<String> names = Arrays.asList(wanted.fieldNames());
        for (int ordinal : relation.partitionOrdinals()) {
            String name = relation.schema().fields()[ordinal].name();
            if (names.contains(name)) {
                keys.add(Expressions.column(StoreRelation.quoted(name)));
            }
        }
        return keys.toArray(NamedReference[]::new);
    }

    @Override
    public void filter(Predicate[] predicates) {
        List<Predicate> found = List.of(predicates);
        BatchFilter filter = new BatchFilter(relation, found);
        selection = selection.within(BucketPruning.buckets(relation, found)).keep(filter::mayMatch);
    }

    /** Rows are exact but for what Spark still filters; bytes are what rows take in memory, as Spark guesses them. */
    @Override
    public Statistics estimateStatistics() {
        long rows = selection.rows();
        long bytes = rows * Math.max(1, wanted.defaultSize());
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(bytes);
            }

            @Override
            public OptionalLong numRows() {
                return OptionalLong.of(rows);
            }
        };
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return ScanMetrics.all();
    }

    @Override
    public CustomTaskMetric[] reportDriverMetrics() {
        return new CustomTaskMetric[] {ScanMetrics.value(ScanMetrics.BatchesSkipped.NAME, selection.skipped())};
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoreScan scan
                && scan.relation.settings().equals(relation.settings())
                && scan.selection.equals(selection)
                && scan.wanted.equals(wanted)
                && scan.filters.equals(filters);
    }

    @Override
    public int hashCode() {
        return selection.snapshot().hashCode() * 31 + wanted.hashCode();
    }
}
