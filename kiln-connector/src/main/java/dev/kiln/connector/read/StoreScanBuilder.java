package dev.kiln.connector.read;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/**
 * Collects what Spark wants of a scan. The snapshot is taken when the builder is made, so that everything that is answered
 * from statistics and everything that is read belong to one version.
 */
public final class StoreScanBuilder
        implements SupportsPushDownRequiredColumns,
                SupportsPushDownV2Filters,
                SupportsPushDownLimit,
                SupportsPushDownTopN,
                SupportsPushDownAggregates {
    private final StoreRelation relation;
    private final Consumer<Snapshot> seen;
    private StructType wanted;
    private Selection selection;
    private List<Predicate> filters = List.of();
    private Optional<Scan> answered = Optional.empty();

    /**
     * A builder.
     *
     * @param seen is told the snapshot that will be read
     */
    public StoreScanBuilder(StoreRelation relation, Consumer<Snapshot> seen) {
        this.relation = relation;
        this.seen = seen;
        this.wanted = relation.schema();
        this.selection = Selection.all(relation.store().snapshot(relation.table()));
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        wanted = requiredSchema;
    }

    /** Statistics rule out whole batches; single rows stay with Spark, so it gets all filters back. */
    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        BatchFilter all = new BatchFilter(relation, List.of(predicates));
        List<Predicate> useful = new ArrayList<>();
        for (Predicate predicate : predicates) {
            if (all.isUseful(predicate)) {
                useful.add(predicate);
            }
        }
        filters = useful;
        return predicates;
    }

    @Override
    public Predicate[] pushedPredicates() {
        return filters.toArray(Predicate[]::new);
    }

    /** Spark asks only if it has nothing left to filter. */
    @Override
    public boolean pushLimit(int limit) {
        selection = Limits.first(selection, limit);
        return true;
    }

    @Override
    public boolean pushTopN(SortOrder[] orders, int limit) {
        Optional<Selection> fewer = Limits.top(relation, selection, orders, limit);
        fewer.ifPresent(found -> selection = found);
        return fewer.isPresent();
    }

    /** Whole batches are left out, so Spark has to count and sort what comes. */
    @Override
    public boolean isPartiallyPushed() {
        return true;
    }

    @Override
    public boolean supportCompletePushDown(Aggregation aggregation) {
        return filters.isEmpty()
                && StatisticsAnswer.of(relation, selection, aggregation).isPresent();
    }

    @Override
    public boolean pushAggregation(Aggregation aggregation) {
        if (!filters.isEmpty()) {
            return false;
        }
        answered = StatisticsAnswer.of(relation, selection, aggregation).map(answer -> answer);
        return answered.isPresent();
    }

    @Override
    public Scan build() {
        seen.accept(selection.snapshot());
        if (answered.isPresent()) {
            return answered.get();
        }
        BatchFilter filter = new BatchFilter(relation, filters);
        return new StoreScan(
                relation,
                wanted,
                selection.within(BucketPruning.buckets(relation, filters)).keep(filter::mayMatch),
                filters);
    }
}
