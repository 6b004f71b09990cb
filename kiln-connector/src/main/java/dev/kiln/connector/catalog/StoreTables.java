package dev.kiln.connector.catalog;

import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.connector.session.Connections;
import dev.kiln.connector.session.StoreSettings;
import dev.kiln.connector.table.StoreTable;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Statements about tables. */
public final class StoreTables {
    private final String catalog;
    private final StoreSettings settings;

    /**
     * The tables of a store.
     *
     * @param catalog what Spark calls the store
     */
    public StoreTables(String catalog, StoreSettings settings) {
        this.catalog = catalog;
        this.settings = settings;
    }

    /** What CREATE and REPLACE say of a table that is there already. */
    public enum Existing {
        MUST,
        MAY,
        MUST_NOT
    }

    public Identifier[] list(String[] namespace) {
        if (namespace.length > 1) {
            throw SparkErrors.raise(new NoSuchNamespaceException(namespace));
        }
        String[] within = namespace.length == 0 ? new String[] {StoreNamespaces.DEFAULT} : namespace;
        return SparkErrors.onNamespace(within, () -> store().tables(within[0]).stream()
                .filter(table -> !table.name().startsWith(StagedStoreTable.HIDDEN))
                .map(table -> Identifier.of(within, table.name()))
                .toArray(Identifier[]::new));
    }

    public StoreTable load(Identifier ident) {
        TableName name = name(ident).orElseThrow(() -> SparkErrors.raise(new NoSuchTableException(ident)));
        return table(SparkErrors.onTable(ident, () -> {
            try {
                return store().table(name);
            } catch (StoreException e) {
                // To Spark a table in a namespace that isn't there is no table.
                if (e.condition() == StoreCondition.NAMESPACE_NOT_FOUND) {
                    throw SparkErrors.raise(new NoSuchTableException(ident));
                }
                throw e;
            }
        }));
    }

    public StoreTable create(
            Identifier ident, Column[] columns, Transform[] partitions, Map<String, String> properties) {
        TableName name = newName(ident);
        TableSpec spec = TableCreation.spec(store(), name, columns, partitions, properties);
        return table(SparkErrors.onTable(ident, () -> create(spec)));
    }

    private Table create(TableSpec spec) {
        try {
            return store().create(spec);
        } catch (StoreException e) {
            if (e.condition() == StoreCondition.NAMESPACE_NOT_FOUND
                    && spec.name().namespace().equals(StoreNamespaces.DEFAULT)) {
                store().createNamespace(StoreNamespaces.DEFAULT, Map.of());
                return store().create(spec);
            }
            throw e;
        }
    }

    /** Makes a table that is seen when it is complete. */
    public StagedTable stage(
            Identifier ident,
            Column[] columns,
            Transform[] partitions,
            Map<String, String> properties,
            Existing existing) {
        TableName name = newName(ident);
        return SparkErrors.onTable(ident, () -> {
            boolean there = StagedStoreTable.find(store(), name).isPresent();
            if (there && existing == Existing.MUST_NOT) {
                throw SparkErrors.raise(new TableAlreadyExistsException(ident));
            } else if (!there && existing == Existing.MUST) {
                throw SparkErrors.raise(new NoSuchTableException(ident));
            }
            TableName hidden = new TableName(
                    name.namespace(),
                    StagedStoreTable.HIDDEN + UUID.randomUUID().toString().replace('-', '_'));
            TableSpec asked = TableCreation.spec(store(), hidden, columns, partitions, properties);
            if (asked.kind() == TableKind.ROW) {
                if (there) {
                    throw new UnsupportedOperationException(
                            "A row table can't take the place of another table at once, because SQL knows it by its name from"
                                    + " the beginning: drop " + shown(name) + " first");
                }
                return new StagedRowTable(
                        shown(name), new StoreRelation(settings, create(TableAlteration.rename(asked, name))));
            }
            TableSpec spec = TableAlteration.temporary(asked, Instant.now().plus(StagedStoreTable.LONGEST));
            return new StagedStoreTable(
                    shown(name), new StoreRelation(settings, create(spec)), name, existing != Existing.MUST_NOT);
        });
    }

    public StoreTable alter(Identifier ident, TableChange... changes) {
        StoreTable before = load(ident);
        Table table = before.relation().table();
        TableSpec after = TableAlteration.apply(table.spec(), changes);
        return table(SparkErrors.onTable(ident, () -> store().alter(table, after)));
    }

    public boolean drop(Identifier ident) {
        Optional<TableName> name = name(ident);
        if (name.isEmpty()) {
            return false;
        }
        try {
            store().drop(name.get());
            return true;
        } catch (StoreException e) {
            if (e.condition() == StoreCondition.TABLE_NOT_FOUND
                    || e.condition() == StoreCondition.NAMESPACE_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    public void rename(Identifier from, Identifier to) {
        TableName name = newName(to);
        Table table = load(from).relation().table();
        Object unused = SparkErrors.onTable(to, () -> store().alter(table, TableAlteration.rename(table.spec(), name)));
    }

    /** Columns as newer Sparks have them. */
    public static Column[] columns(StructType schema) {
        List<Column> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            String comment =
                    field.metadata().contains("comment") ? field.metadata().getString("comment") : null;
            columns.add(Column.create(field.name(), field.dataType(), field.nullable(), comment, null));
        }
        return columns.toArray(Column[]::new);
    }

    private StoreTable table(Table table) {
        return new StoreTable(shown(table.spec().name()), new StoreRelation(settings, table));
    }

    private String shown(TableName name) {
        return catalog + "." + name;
    }

    private static TableName newName(Identifier ident) {
        return name(ident).orElseThrow(() -> SparkErrors.raise(new NoSuchNamespaceException(ident.namespace())));
    }

    /** Nothing if the store can't have such a table. */
    private static Optional<TableName> name(Identifier ident) {
        return switch (ident.namespace().length) {
            case 0 -> Optional.of(new TableName(StoreNamespaces.DEFAULT, ident.name()));
            case 1 -> Optional.of(new TableName(ident.namespace()[0], ident.name()));
            default -> Optional.empty();
        };
    }

    private Store store() {
        return Connections.open(settings);
    }
}
