package dev.kiln.store.server.row;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.batch.EncodedBatch;
import dev.kiln.store.row.RowIndex;
import dev.kiln.store.row.RowScan;
import dev.kiln.store.server.row.RowCondition.Term;
import dev.kiln.store.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.query.IndexQuery;
import org.apache.ignite.cache.query.IndexQueryCriteriaBuilder;
import org.apache.ignite.cache.query.IndexQueryCriterion;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.query.GridQueryIndexDescriptor;
import org.apache.ignite.internal.processors.query.GridQueryTypeDescriptor;
import org.apache.ignite.lang.IgniteBiPredicate;

/** Indexes of row tables beside those on their keys. Safe for use by several threads. */
public final class RowIndexes {
    /** What Ignite calls those that it makes by itself. */
    private static final List<String> OWN = List.of("_KEY_PK", "_KEY_PK_HASH", "AFFINITY_KEY");

    private final Ignite ignite;
    private final RowTables tables;

    public RowIndexes(Ignite ignite, RowTables tables) {
        this.ignite = ignite;
        this.tables = tables;
    }

    /** Makes an index of the rows that are there and of those to come. */
    public void create(Table table, RowIndex index) {
        List<String> columns = index.columns().stream().map(RowTables::quoted).toList();
        tables.sql(
                table,
                "index",
                "CREATE INDEX " + RowTables.quoted(index.name()) + " ON " + RowTables.sqlName(table) + " ("
                        + String.join(", ", columns) + ")");
    }

    public void drop(Table table, String name) {
        if (list(table).stream().noneMatch(index -> index.name().equalsIgnoreCase(name))) {
            throw new StoreException(
                    StoreCondition.INVALID_OPTION,
                    "The table " + table.spec().name() + " has no index " + name,
                    Map.of("option", "index"));
        }
        tables.sql(
                table,
                "index",
                "DROP INDEX " + RowTables.quoted(table.spec().name().namespace()) + "." + RowTables.quoted(name));
    }

    /** The indexes by name, however they were made; names in lower case, columns as the table has them. */
    public List<RowIndex> list(Table table) {
        List<RowIndex> indexes = new ArrayList<>();
        for (GridQueryTypeDescriptor type :
                ((IgniteEx) ignite).context().query().types(tables.cacheName(table))) {
            for (GridQueryIndexDescriptor index : type.indexes().values()) {
                if (!OWN.contains(index.name().toUpperCase(Locale.ROOT))) {
                    indexes.add(new RowIndex(
                            index.name().toLowerCase(Locale.ROOT),
                            index.fields().stream()
                                    .map(field -> columnName(table, field))
                                    .toList()));
                }
            }
        }
        indexes.sort(Comparator.comparing(RowIndex::name));
        return List.copyOf(indexes);
    }

    private static String columnName(Table table, String field) {
        return table.spec().columns().stream()
                .map(column -> column.name())
                .filter(field::equalsIgnoreCase)
                .findFirst()
                .orElse(field);
    }

    /**
     * Finds the rows of a bucket by an index, if there is one that the filters can make use of.
     *
     * @param most how many rows are worth it: going through the bucket is quicker for many
     * @return all rows of the scan; nothing if there is no such index here, or if it finds too many
     */
    Optional<List<EncodedBatch>> search(Table table, RowSchema schema, int bucket, RowScan scan, int most) {
        // An index doesn't tell whether a row has just expired.
        if (scan.filters().isEmpty() || table.spec().expire().isPresent()) {
            return Optional.empty();
        }
        RowCondition condition = RowCondition.of(schema, scan.filters());
        for (RowIndex index : list(table)) {
            List<IndexQueryCriterion> criteria = criteria(index, condition.terms());
            if (!criteria.isEmpty()) {
                return search(table, schema, bucket, scan, most, index, condition, criteria);
            }
        }
        return Optional.empty();
    }

    private Optional<List<EncodedBatch>> search(
            Table table,
            RowSchema schema,
            int bucket,
            RowScan scan,
            int most,
            RowIndex index,
            RowCondition condition,
            List<IndexQueryCriterion> criteria) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // keys and values are binary here
        IgniteBiPredicate<BinaryObject, BinaryObject> filter = (IgniteBiPredicate) condition;
        IndexQuery<BinaryObject, BinaryObject> query = new IndexQuery<BinaryObject, BinaryObject>(
                        schema.valueType(), index.name().toUpperCase(Locale.ROOT))
                .setCriteria(criteria)
                .setFilter(filter)
                .setPartition(bucket);
        RowBatches rows = new RowBatches(schema, scan.columns());
        try (StoredPartition stored = StoredPartition.open(ignite, tables.cacheName(table), bucket)
                        .orElse(null);
                var found = stored == null ? null : tables.rows(table).query(query.setLocal(true))) {
            if (found == null) {
                return Optional.empty();
            }
            for (Cache.Entry<BinaryObject, BinaryObject> row : found) {
                if (rows.rows() >= most) {
                    return Optional.empty();
                }
                if (rows.rows() < scan.limit()) {
                    rows.append(row.getKey(), row.getValue());
                }
            }
            return Optional.of(rows.finish());
        } catch (CacheException e) {
            // The index has gone since, or is just being made.
            return Optional.empty();
        }
    }

    /** What the first columns of an index have to be: equal to something, and the last of them in a range or a set. */
    private static List<IndexQueryCriterion> criteria(RowIndex index, List<Term> terms) {
        List<IndexQueryCriterion> criteria = new ArrayList<>();
        for (String column : index.columns()) {
            List<Term> own = terms.stream()
                    .filter(term -> term.field().equalsIgnoreCase(column))
                    .toList();
            Optional<Term> equal = own.stream()
                    .filter(term -> term.isIn() && term.values().size() == 1 && term.isIndexed())
                    .findFirst();
            if (equal.isPresent()) {
                criteria.add(IndexQueryCriteriaBuilder.eq(
                        equal.get().field(), equal.get().values().get(0)));
                continue;
            }
            Optional<Term> among = own.stream()
                    .filter(term -> term.isIn() && !term.values().isEmpty() && term.isIndexed())
                    .findFirst();
            if (among.isPresent()) {
                criteria.add(IndexQueryCriteriaBuilder.in(
                        among.get().field(), among.get().values()));
            } else {
                own.stream().flatMap(term -> term.range().stream()).forEach(criteria::add);
            }
            break;
        }
        return criteria;
    }
}
