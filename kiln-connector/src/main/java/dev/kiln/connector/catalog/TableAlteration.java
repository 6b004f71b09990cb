package dev.kiln.connector.catalog;

import dev.kiln.connector.relation.SparkColumns;
import dev.kiln.store.ddl.TableOptions;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.TableName;
import dev.kiln.store.table.TableSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableChange.AddColumn;
import org.apache.spark.sql.connector.catalog.TableChange.After;
import org.apache.spark.sql.connector.catalog.TableChange.ColumnPosition;
import org.apache.spark.sql.connector.catalog.TableChange.DeleteColumn;
import org.apache.spark.sql.connector.catalog.TableChange.First;
import org.apache.spark.sql.connector.catalog.TableChange.RemoveProperty;
import org.apache.spark.sql.connector.catalog.TableChange.RenameColumn;
import org.apache.spark.sql.connector.catalog.TableChange.SetProperty;
import org.apache.spark.sql.connector.catalog.TableChange.UpdateColumnComment;
import org.apache.spark.sql.connector.catalog.TableChange.UpdateColumnDefaultValue;
import org.apache.spark.sql.connector.catalog.TableChange.UpdateColumnNullability;
import org.apache.spark.sql.connector.catalog.TableChange.UpdateColumnPosition;
import org.apache.spark.sql.connector.catalog.TableChange.UpdateColumnType;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** An ALTER TABLE: what the table is after each of its changes. For one thread. */
final class TableAlteration {
    private final TableSpec before;
    private final List<Column> columns;
    private final Map<String, String> properties;
    private List<String> partitionBy;
    private List<String> keys;
    private Optional<String> comment;

    private TableAlteration(TableSpec before) {
        this.before = before;
        this.columns = new ArrayList<>(before.columns());
        this.properties = new HashMap<>(before.properties());
        this.partitionBy =
                before.placement() instanceof Placement.Bucketed bucketed ? bucketed.partitionBy() : List.of();
        this.keys = before.keyColumns();
        this.comment = before.comment();
    }

    static TableSpec apply(TableSpec before, TableChange... changes) {
        TableAlteration alteration = new TableAlteration(before);
        for (TableChange change : changes) {
            alteration.apply(change);
        }
        return alteration.spec();
    }

    /** The table with a time after which the store may drop it. */
    static TableSpec temporary(TableSpec before, Instant until) {
        Map<String, String> properties = new HashMap<>(before.properties());
        properties.put(TableSpec.UNTIL, Long.toString(until.toEpochMilli()));
        return withProperties(before, properties);
    }

    /** The table without such a time. */
    static TableSpec kept(TableSpec before) {
        Map<String, String> properties = new HashMap<>(before.properties());
        properties.remove(TableSpec.UNTIL);
        return withProperties(before, properties);
    }

    private static TableSpec withProperties(TableSpec before, Map<String, String> properties) {
        TableAlteration alteration = new TableAlteration(before);
        alteration.properties.clear();
        alteration.properties.putAll(properties);
        return alteration.spec();
    }

    static TableSpec rename(TableSpec before, TableName name) {
        return new TableSpec(
                name,
                before.kind(),
                before.columns(),
                before.placement(),
                before.persistence(),
                before.keyColumns(),
                before.batchBytes(),
                before.compression(),
                before.expire(),
                before.comment(),
                before.properties());
    }

    private TableSpec spec() {
        Placement placement = before.placement() instanceof Placement.Bucketed bucketed
                ? new Placement.Bucketed(
                        partitionBy, bucketed.buckets(), bucketed.redundancy(), bucketed.colocateWith())
                : before.placement();
        return new TableSpec(
                before.name(),
                before.kind(),
                columns,
                placement,
                before.persistence(),
                keys,
                before.batchBytes(),
                before.compression(),
                before.expire(),
                comment,
                properties);
    }

    @SuppressWarnings("deprecation")
    private void apply(TableChange change) {
        if (change instanceof SetProperty set) {
            set(set.property(), set.value());
        } else if (change instanceof RemoveProperty remove) {
            if (remove.property().equals(TableCatalog.PROP_COMMENT)) {
                comment = Optional.empty();
            } else {
                refuseOption(remove.property());
                properties.remove(remove.property());
            }
        } else if (change instanceof AddColumn add) {
            add(add);
        } else if (change instanceof DeleteColumn delete) {
            delete(delete);
        } else if (change instanceof RenameColumn rename) {
            rename(rename);
        } else if (change instanceof UpdateColumnComment update) {
            int at = at(update.fieldNames());
            columns.set(at, described(columns.get(at), Optional.ofNullable(update.newComment())));
        } else if (change instanceof UpdateColumnPosition update) {
            Column moved = columns.remove(at(update.fieldNames()));
            place(moved, update.position());
        } else if (change instanceof UpdateColumnDefaultValue update) {
            int at = at(update.fieldNames());
            columns.set(at, withDefault(columns.get(at), update.newDefaultValue()));
        } else if (change instanceof UpdateColumnNullability update) {
            int at = at(update.fieldNames());
            if (!update.nullable() && columns.get(at).nullable()) {
                throw refused("SET NOT NULL", "rows that are there may have no value");
            }
            columns.set(at, nullable(columns.get(at), update.nullable()));
        } else if (change instanceof UpdateColumnType update) {
            widen(at(update.fieldNames()), update.newDataType());
        } else {
            throw refused(change.getClass().getSimpleName(), "the store can't do this");
        }
    }

    /** What was written as the old type is read as the new one; the store refuses types for which it can't be. */
    private void widen(int at, DataType type) {
        Column old = columns.get(at);
        Column now = SparkColumns.column(old.id(), old.name(), type, old.nullable(), old.comment(), old.defaultSql());
        if (now.type().equals(old.type())) {
            return;
        }
        if (contains(partitionBy, old.name())) {
            throw refused(
                    "ALTER COLUMN TYPE",
                    "column " + old.name() + " says where rows live, and equal numbers of another type live elsewhere");
        }
        columns.set(
                at,
                new Column(
                        old.id(),
                        old.name(),
                        now.type(),
                        old.nullable(),
                        old.comment(),
                        old.defaultSql(),
                        old.metadata()));
    }

    private void set(String property, String value) {
        if (property.equals(TableCatalog.PROP_COMMENT)) {
            comment = Optional.of(value);
        } else {
            refuseOption(property);
            properties.put(property, value);
        }
    }

    /** Options say how the table is kept, which stays as it is. */
    private void refuseOption(String property) {
        String name = property.startsWith(TableCatalog.OPTION_PREFIX)
                ? property.substring(TableCatalog.OPTION_PREFIX.length())
                : property;
        if (property.startsWith("kiln.")
                || property.startsWith(TableCatalog.OPTION_PREFIX)
                || TableOptions.of(before).containsKey(name.toUpperCase(Locale.ROOT))) {
            throw TableCreation.invalid(name, "Option " + name + " can't be changed after the table was made");
        }
    }

    private void add(AddColumn add) {
        if (add.fieldNames().length != 1) {
            throw refused("ADD COLUMN", "fields can't be added within a column");
        }
        if (add.defaultValue() != null) {
            throw refused("ADD COLUMN DEFAULT", "rows that are there would get the default; set it with ALTER COLUMN");
        }
        if (!add.isNullable()) {
            throw refused("ADD COLUMN NOT NULL", "rows that are there have no value");
        }
        int id = Integer.parseInt(properties.getOrDefault(TableCreation.LAST_COLUMN, Integer.toString(highest()))) + 1;
        properties.put(TableCreation.LAST_COLUMN, Integer.toString(id));
        place(
                SparkColumns.column(
                        id,
                        add.fieldNames()[0],
                        add.dataType(),
                        true,
                        Optional.ofNullable(add.comment()),
                        Optional.empty()),
                add.position());
    }

    private int highest() {
        return columns.stream().mapToInt(Column::id).max().orElse(0);
    }

    private void place(Column column, @Nullable ColumnPosition position) {
        if (position instanceof First) {
            columns.add(0, column);
        } else if (position instanceof After after) {
            columns.add(at(new String[] {after.column()}) + 1, column);
        } else {
            columns.add(column);
        }
    }

    private void delete(DeleteColumn delete) {
        if (delete.ifExists() && find(delete.fieldNames()).isEmpty()) {
            return;
        }
        int at = at(delete.fieldNames());
        String name = columns.get(at).name();
        if (contains(partitionBy, name) || contains(keys, name)) {
            throw refused("DROP COLUMN", "column " + name + " says where rows live or which they are");
        }
        if (columns.size() == 1) {
            throw refused("DROP COLUMN", "a table has at least one column");
        }
        columns.remove(at);
    }

    private void rename(RenameColumn rename) {
        int at = at(rename.fieldNames());
        Column column = columns.get(at);
        String name = rename.newName();
        columns.set(
                at,
                new Column(
                        column.id(),
                        name,
                        column.type(),
                        column.nullable(),
                        column.comment(),
                        column.defaultSql(),
                        column.metadata()));
        partitionBy = renamed(partitionBy, column.name(), name);
        keys = renamed(keys, column.name(), name);
    }

    private static List<String> renamed(List<String> names, String from, String to) {
        return names.stream()
                .map(name -> name.equalsIgnoreCase(from) ? to : name)
                .toList();
    }

    private static boolean contains(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private int at(String[] names) {
        return find(names)
                .orElseThrow(() -> refused("ALTER TABLE", "there is no column " + TableCreation.shown(names)));
    }

    private Optional<Integer> find(String[] names) {
        if (names.length != 1) {
            throw refused("ALTER TABLE", "fields within a column can't be changed: " + TableCreation.shown(names));
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(names[0])) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static Column described(Column column, Optional<String> comment) {
        return new Column(
                column.id(),
                column.name(),
                column.type(),
                column.nullable(),
                comment,
                column.defaultSql(),
                column.metadata());
    }

    private static Column nullable(Column column, boolean nullable) {
        return new Column(
                column.id(),
                column.name(),
                column.type(),
                nullable,
                column.comment(),
                column.defaultSql(),
                column.metadata());
    }

    private static Column withDefault(Column column, String sql) {
        return new Column(
                column.id(),
                column.name(),
                column.type(),
                column.nullable(),
                column.comment(),
                sql == null || sql.isEmpty() ? Optional.empty() : Optional.of(sql),
                column.metadata());
    }

    private static RuntimeException refused(String what, String why) {
        return new UnsupportedOperationException(what + " of a table of the store: " + why);
    }
}
