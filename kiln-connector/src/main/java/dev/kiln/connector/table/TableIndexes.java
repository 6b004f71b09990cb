package dev.kiln.connector.table;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.row.RowIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.spark.sql.connector.catalog.index.SupportsIndex;
import org.apache.spark.sql.connector.catalog.index.TableIndex;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;

/** CREATE INDEX and DROP INDEX. */
record TableIndexes(StoreRelation relation) {
    void create(
            String name,
            NamedReference[] columns,
            Map<NamedReference, Map<String, String>> columnProperties,
            Map<String, String> properties) {
        checkRows();
        properties.forEach((property, value) -> {
            throw refused(
                    property,
                    property.equals(SupportsIndex.PROP_TYPE)
                            ? "There are no kinds of indexes; leave USING " + value + " out"
                            : "Indexes have no option " + property);
        });
        columnProperties
                .values()
                .forEach(own -> own.forEach((property, value) -> {
                    throw refused(property, "Columns of indexes have no option " + property);
                }));
        List<String> names = new ArrayList<>();
        for (NamedReference column : columns) {
            names.add(relation.ordinal(String.join(".", column.fieldNames()))
                    .map(ordinal -> relation.schema().fields()[ordinal].name())
                    .orElseThrow(() -> refused(
                            "columns",
                            "The table " + relation.table().spec().name() + " has no column "
                                    + String.join(".", column.fieldNames()))));
        }
        if (find(name).isPresent()) {
            throw IndexErrors.indexExists(name, relation.table().spec().name());
        }
        relation.store().rows().createIndex(relation.table(), new RowIndex(name, names));
    }

    void drop(String name) {
        checkRows();
        if (find(name).isEmpty()) {
            throw IndexErrors.noSuchIndex(name, relation.table().spec().name());
        }
        relation.store().rows().dropIndex(relation.table(), name);
    }

    Optional<RowIndex> find(String name) {
        return all().stream()
                .filter(index -> index.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private List<RowIndex> all() {
        return relation.isRows() ? relation.store().rows().indexes(relation.table()) : List.of();
    }

    TableIndex[] list() {
        return all().stream()
                .map(index -> new TableIndex(
                        index.name(),
                        "",
                        index.columns().stream()
                                .map(column -> Expressions.column(StoreRelation.quoted(column)))
                                .toArray(NamedReference[]::new),
                        Map.of(),
                        new Properties()))
                .toArray(TableIndex[]::new);
    }

    private void checkRows() {
        if (!relation.isRows()) {
            throw new UnsupportedOperationException("Only row tables have indexes, and "
                    + relation.table().spec().name() + " is a column table");
        }
    }

    private static StoreException refused(String option, String why) {
        return new StoreException(StoreCondition.INVALID_OPTION, why, Map.of("option", option));
    }
}
