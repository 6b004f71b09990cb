package dev.kiln.connector.catalog;

import dev.kiln.connector.relation.SparkColumns;
import dev.kiln.connector.relation.StoreRelation;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.ddl.PartitionTransform;
import dev.kiln.store.ddl.TableDefinition;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.internal.SQLConf;

/** What CREATE TABLE says in Spark's words becomes the store's. */
final class TableCreation {
    /** Where the highest id that a table's columns ever had is kept: none is used twice. */
    static final String LAST_COLUMN = "kiln.lastColumnId";

    /** Said by Spark on its own, and of no meaning here. */
    private static final Set<String> SPARKS_OWN = Set.of(
            TableCatalog.PROP_PROVIDER,
            TableCatalog.PROP_COMMENT,
            TableCatalog.PROP_OWNER,
            TableCatalog.PROP_EXTERNAL,
            TableCatalog.PROP_IS_MANAGED_LOCATION,
            "collation",
            "path");

    private TableCreation() {}

    static TableSpec spec(
            Store store,
            TableName name,
            org.apache.spark.sql.connector.catalog.Column[] columns,
            Transform[] partitions,
            Map<String, String> said) {
        if (said.containsKey(TableCatalog.PROP_LOCATION)
                && !Boolean.parseBoolean(said.get(TableCatalog.PROP_IS_MANAGED_LOCATION))) {
            throw invalid("LOCATION", "The store keeps its tables itself; they have no LOCATION");
        }
        Map<String, String> options = new HashMap<>();
        Map<String, String> properties = new HashMap<>();
        said.forEach((key, value) -> {
            if (key.startsWith(TableCatalog.OPTION_PREFIX)) {
                options.put(key.substring(TableCatalog.OPTION_PREFIX.length()), value);
            }
        });
        said.forEach((key, value) -> {
            // Spark repeats each option among the properties.
            if (!key.startsWith(TableCatalog.OPTION_PREFIX)
                    && !SPARKS_OWN.contains(key)
                    && !key.equals(TableCatalog.PROP_LOCATION)
                    && !value.equals(options.get(key))) {
                properties.put(key, value);
            }
        });
        // Where data is and how the store is reached is of the connection, not of the table.
        options.keySet()
                .removeIf(key -> Set.of("table", "catalog", "locators", "path").contains(key));
        List<Column> own = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            own.add(column(i + 1, columns[i]));
        }
        properties.put(LAST_COLUMN, Integer.toString(columns.length));
        return new TableDefinition(
                        name,
                        kind(said.get(TableCatalog.PROP_PROVIDER)),
                        own,
                        Arrays.stream(partitions).map(TableCreation::transform).toList(),
                        options,
                        properties,
                        Optional.ofNullable(said.get(TableCatalog.PROP_COMMENT)))
                .spec(other -> find(store, other));
    }

    static Column column(int id, org.apache.spark.sql.connector.catalog.Column column) {
        if (column.generationExpression() != null) {
            throw new StoreException(
                    StoreCondition.INVALID_OPTION,
                    "Column " + column.name() + ": the store has no generated columns",
                    Map.of("option", "GENERATED ALWAYS AS"));
        }
        return SparkColumns.column(
                id,
                column.name(),
                column.dataType(),
                column.nullable(),
                Optional.ofNullable(column.comment()),
                Optional.ofNullable(column.defaultValue()).map(value -> value.getSql()));
    }

    private static Optional<TableSpec> find(Store store, TableName name) {
        try {
            return Optional.of(store.table(name).spec());
        } catch (StoreException e) {
            if (e.condition() == StoreCondition.TABLE_NOT_FOUND
                    || e.condition() == StoreCondition.NAMESPACE_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Spark names its default source where nobody said USING. */
    private static TableKind kind(String provider) {
        if (provider == null) {
            return TableKind.COLUMN;
        }
        String name = provider.toLowerCase(Locale.ROOT);
        if (name.equals("row")) {
            return TableKind.ROW;
        }
        String nobodySaid = SQLConf.get().getConfString("spark.sql.sources.default", "parquet");
        if (name.equals("column") || name.equals("kiln") || name.equalsIgnoreCase(nobodySaid)) {
            return TableKind.COLUMN;
        }
        throw invalid("USING", "Tables of the store are made USING column or USING row, not USING " + provider);
    }

    private static PartitionTransform transform(Transform transform) {
        OptionalInt number = OptionalInt.empty();
        List<String> columns = new ArrayList<>();
        for (Expression argument : transform.arguments()) {
            if (argument instanceof Literal<?> literal && literal.value() instanceof Integer value) {
                number = OptionalInt.of(value);
            } else if (argument instanceof NamedReference reference) {
                columns.add(String.join(".", reference.fieldNames()));
            }
        }
        return new PartitionTransform(transform.name(), number, columns);
    }

    static StoreException invalid(String option, String message) {
        return new StoreException(StoreCondition.INVALID_OPTION, message, Map.of("option", option));
    }

    /** How users write a column's name. */
    static String shown(String[] names) {
        return StoreRelation.quoted(String.join(".", names));
    }
}
