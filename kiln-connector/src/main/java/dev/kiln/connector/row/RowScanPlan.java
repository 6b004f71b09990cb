package dev.kiln.connector.row;

import dev.kiln.connector.read.Hosts;
import dev.kiln.connector.read.ScanMetrics;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.BucketOwners;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.metric.CustomMetric;
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

/** A scan of a row table, or a look-up of some of its keys. In the driver; planned by one thread. */
final class RowScanPlan
        implements Scan, Batch, SupportsReportStatistics, SupportsReportPartitioning, SupportsRuntimeV2Filtering {
    private final StoreRelation relation;
    private final StructType wanted;
    private final Transform[] partitioning;
    private RowSelection selection;
    private OptionalLong counted = OptionalLong.empty();

    RowScanPlan(StoreRelation relation, StructType wanted, RowSelection selection) {
        this.relation = relation;
        this.wanted = wanted;
        this.selection = selection;
        this.partitioning = relation.partitioning();
    }

    @Override
    public StructType readSchema() {
        return wanted;
    }

    @Override
    public String description() {
        return "kiln " + relation.table().spec().name()
                + selection
                        .keys(relation)
                        .map(keys -> " look-up of " + keys.rows() + " keys")
                        .orElse(" scan")
                + " filters " + selection.applied(relation);
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
        List<RowPartition.Share> shares = selection.shares(relation);
        if (shares.isEmpty()) {
            return new InputPartition[0];
        }
        BucketOwners owners = relation.store().owners(relation.table());
        return shares.stream()
                .map(share -> new RowPartition(share, Hosts.of(owners, share.bucket())))
                .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new RowPageReader.Factory(
                relation,
                wanted,
                RowFilters.all(relation, selection.applied(relation)).orElseThrow(),
                selection.limit());
    }

    @Override
    public Partitioning outputPartitioning() {
        int partitions = selection.shares(relation).size();
        return partitioning.length == 0
                ? new UnknownPartitioning(Math.max(1, partitions))
                : new KeyGroupedPartitioning(partitioning, partitions);
    }

    /** Values that a join finds at run time become keys to look up, or name buckets. */
    @Override
    public NamedReference[] filterAttributes() {
        List<String> names = Arrays.asList(wanted.fieldNames());
        Set<String> keys = new LinkedHashSet<>();
        for (int ordinal : relation.keyOrdinals()) {
            keys.add(relation.schema().fields()[ordinal].name());
        }
        return keys.stream()
                .filter(names::contains)
                .map(name -> Expressions.column(StoreRelation.quoted(name)))
                .toArray(NamedReference[]::new);
    }

    @Override
    public void filter(Predicate[] predicates) {
        selection = selection.and(List.of(predicates));
    }

    /** Of a scan all rows are counted, whatever its filters leave; bytes are what rows take in memory, as Spark guesses them. */
    @Override
    public Statistics estimateStatistics() {
        long rows = selection.keys(relation).map(KeyLookUps::rows).orElseGet(this::count);
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

    private long count() {
        if (counted.isEmpty()) {
            counted = OptionalLong.of(relation.store().rows().count(relation.table()));
        }
        return counted.getAsLong();
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return ScanMetrics.all();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowScanPlan scan
                && scan.relation.settings().equals(relation.settings())
                && scan.relation.table().equals(relation.table())
                && scan.selection.equals(selection)
                && scan.wanted.equals(wanted);
    }

    @Override
    public int hashCode() {
        return relation.table().hashCode() * 31 + wanted.hashCode();
    }
}
