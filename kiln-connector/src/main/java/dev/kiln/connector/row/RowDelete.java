package dev.kiln.connector.row;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.session.Host;
import dev.kiln.connector.write.OpenWrite;
import dev.kiln.connector.write.TaskNames;
import dev.kiln.store.RowStore;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.StoredRows;
import dev.kiln.store.row.RowAction;
import dev.kiln.store.row.RowBatch;
import dev.kiln.store.row.RowCommit;
import dev.kiln.store.row.RowFilter;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.snapshot.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** A DELETE whose filter the store applies itself: the driver asks for the keys and sends them back, and no task runs. */
public final class RowDelete {
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_NANOS = 20_000_000;

    private final StoreRelation relation;
    private final RowSelection selection;
    private final List<RowFilter> filters;

    private RowDelete(StoreRelation relation, RowSelection selection, List<RowFilter> filters) {
        this.relation = relation;
        this.selection = selection;
        this.filters = filters;
    }

    /** The deletion, or nothing if Spark has to filter the rows, which it does better if it can look keys up for that. */
    public static Optional<RowDelete> of(StoreRelation relation, Predicate[] predicates) {
        RowSelection selection = RowSelection.ALL.and(List.of(predicates));
        return RowFilters.all(relation, List.of(predicates))
                .filter(filters -> selection.keys(relation).isEmpty() || nameOnlyKeys(relation, filters))
                .map(filters -> new RowDelete(relation, selection, filters));
    }

    /** Whether all that the filters say is which keys the rows have: one filter for each of the key's columns. */
    private static boolean nameOnlyKeys(StoreRelation relation, List<RowFilter> filters) {
        return filters.size() == relation.keyOrdinals().length
                && filters.stream().allMatch(filter -> filter.comparison() == RowFilter.Comparison.IN);
    }

    /** Drops every row. */
    public static void everything(StoreRelation relation) {
        OpenWrite.begin(relation, true).rows(List.of(), true, Optional.empty());
    }

    /**
     * Drops the rows that meet the filter. Where others change some of them meanwhile, it looks again.
     *
     * @throws StoreException {@code COMMIT_CONFLICT} if others always do
     */
    public void run() {
        for (int attempt = 1; ; attempt++) {
            try {
                runOnce();
                return;
            } catch (StoreException e) {
                if (e.condition() != StoreCondition.COMMIT_CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(PAUSE_NANOS * attempt));
        }
    }

    private void runOnce() {
        List<RowBatch> found = find();
        if (found.isEmpty()) {
            return;
        }
        OpenWrite write = OpenWrite.begin(relation, true);
        List<RowCommit.Change> changes = new ArrayList<>();
        try {
            TaskNames names = TaskNames.ofDriver(write.id());
            for (RowBatch rows : found) {
                Batch batch = new Batch(
                        names.next(), rows.batch().rows(), rows.batch().chunks(), Optional.empty());
                relation.store().upload(relation.table(), 0, batch, rows.columns());
                changes.add(new RowCommit.Change(RowAction.DELETE, 0, batch));
            }
        } catch (RuntimeException e) {
            write.abort();
            throw e;
        }
        write.rows(changes, false, Optional.empty());
    }

    /** The keys and checksums of the rows. */
    private List<RowBatch> find() {
        List<Integer> columns = new ArrayList<>();
        for (int ordinal : relation.keyOrdinals()) {
            columns.add(relation.table().spec().columns().get(ordinal).id());
        }
        columns.add(RowScan.CHECKSUM);
        RowStore rows = relation.store().rows();
        List<RowBatch> found = new ArrayList<>();
        for (RowPartition.Share share : selection.shares(relation)) {
            if (share.keys().isPresent()) {
                found.addAll(rows.lookUp(
                                relation.table(),
                                columns,
                                share.bucket(),
                                share.keys().get())
                        .batches());
                continue;
            }
            Optional<byte[]> place = Optional.empty();
            do {
                StoredRows page = rows.scan(
                        relation.table(),
                        share.bucket(),
                        new RowScan(columns, filters, Long.MAX_VALUE),
                        place,
                        Host.name());
                found.addAll(page.batches());
                place = page.next();
            } while (place.isPresent());
        }
        return found;
    }
}
