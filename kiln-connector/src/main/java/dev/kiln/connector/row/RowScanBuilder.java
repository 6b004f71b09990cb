package dev.kiln.connector.row;

import dev.kiln.connector.relation.StoreRelation;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Collects what Spark wants of a scan of a row table. */
public final class RowScanBuilder
        implements SupportsPushDownRequiredColumns, SupportsPushDownV2Filters, SupportsPushDownLimit {
    private final StoreRelation relation;
    private StructType wanted;
    private RowSelection selection = RowSelection.ALL;

    /** A builder of a scan of all rows. */
    public RowScanBuilder(StoreRelation relation) {
        this.relation = relation;
        this.wanted = relation.schema();
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        wanted = requiredSchema;
    }

    /** Spark gets those back that the store doesn't apply; keys are looked up without any other filter. */
    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
        selection = selection.and(List.of(predicates));
        if (selection.keys(relation).isPresent()) {
            return predicates;
        }
        return Arrays.stream(predicates)
                .filter(predicate -> RowFilters.of(relation, predicate).isEmpty())
                .toArray(Predicate[]::new);
    }

    @Override
    public Predicate[] pushedPredicates() {
        return selection.applied(relation).toArray(Predicate[]::new);
    }

    /** Spark asks only if it has nothing left to filter. */
    @Override
    public boolean pushLimit(int limit) {
        selection = new RowSelection(selection.given(), limit);
        return true;
    }

    /** Each bucket has its own limit, so Spark has to count what comes. */
    @Override
    public boolean isPartiallyPushed() {
        return true;
    }

    @Override
    public Scan build() {
        return new RowScanPlan(relation, wanted, selection);
    }
}
