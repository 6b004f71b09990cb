package dev.kiln.store.server;

import dev.kiln.store.ddl.ColumnChange;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether a table can be what it is asked to be. */
final class TableChecks {
    private TableChecks() {}

    static void check(TableSpec spec, Catalog catalog) {
        columns(spec);
        named(spec, "key_columns", spec.keyColumns());
        if (spec.batchBytes() < 1) {
            throw Failures.invalidOption("column_batch_size", "A batch has at least one byte");
        }
        boolean rows = spec.kind() == TableKind.ROW;
        if (rows && spec.keyColumns().isEmpty()) {
            throw Failures.invalidOption("key_columns", "A row table needs a primary key");
        }
        if (!rows && spec.expire().isPresent()) {
            throw Failures.invalidOption("expire", "Only rows of row tables expire");
        }
        if (!(spec.placement() instanceof Placement.Bucketed placement)) {
            if (rows) {
                return;
            }
            throw Failures.invalidOption("replicate", "Column tables have buckets; only row tables can be replicated");
        }
        named(spec, "partition_by", placement.partitionBy());
        if (rows
                && !(isAmong(placement.partitionBy(), spec.keyColumns())
                        && !placement.partitionBy().isEmpty())) {
            throw Failures.invalidOption(
                    "partition_by", "A row table is partitioned by columns of its key, or replicated");
        }
        placement.colocateWith().ifPresent(other -> {
            TableSpec partner = catalog.table(other).spec();
            if (!(partner.placement() instanceof Placement.Bucketed there)
                    || there.buckets() != placement.buckets()
                    || there.redundancy() != placement.redundancy()
                    || Caches.isDurable(partner) != Caches.isDurable(spec)) {
                throw Failures.invalidOption(
                        "colocate_with",
                        "Tables on the same servers have equally many buckets and copies, and both outlive the servers or"
                                + " neither does; " + other + " differs");
            }
            if (there.partitionBy().size() != placement.partitionBy().size()) {
                throw Failures.invalidOption(
                        "colocate_with", other + " is partitioned by another number of columns than " + spec.name());
            }
        });
    }

    /** What {@link dev.kiln.store.Store#alter} allows. */
    static void checkChange(TableSpec before, TableSpec after) {
        columns(after);
        if (before.kind() != after.kind()
                || !before.placement().equals(after.placement())
                || before.persistence() != after.persistence()) {
            throw Failures.invalidOption("alter", "Kind, placement and persistence of a table stay what they are");
        }
        ColumnChange.check(before, after);
        named(after, "key_columns", after.keyColumns());
        if (after.kind() == TableKind.ROW) {
            checkRows(before, after);
        }
        if (after.placement() instanceof Placement.Bucketed placement) {
            named(after, "partition_by", placement.partitionBy());
        }
    }

    private static boolean isAmong(List<String> names, List<String> others) {
        return names.stream().allMatch(name -> others.stream().anyMatch(name::equalsIgnoreCase));
    }

    /** SQL's tables and columns have their names for ever, and rows that are stored keep their form. */
    private static void checkRows(TableSpec before, TableSpec after) {
        if (!after.name().equals(before.name())) {
            throw Failures.invalidOption("alter", "The row table " + before.name() + " can't be renamed");
        }
        if (!after.keyColumns().equals(before.keyColumns())) {
            throw Failures.invalidOption(
                    "key_columns", "The key of the row table " + before.name() + " stays what it is");
        }
        for (Column column : after.columns()) {
            Optional<Column> old = before.columns().stream()
                    .filter(one -> one.id() == column.id())
                    .findFirst();
            if (old.isEmpty() && !column.nullable()) {
                throw Failures.invalidOption(
                        "alter", "Column " + column.name() + " has no values in the rows that are there");
            }
            if (old.isPresent()
                    && !(column.name().equals(old.get().name())
                            && column.type().equals(old.get().type())
                            && column.nullable() == old.get().nullable())) {
                throw Failures.invalidOption(
                        "alter",
                        "Column " + old.get().name() + " of the row table " + before.name()
                                + " keeps its name, its type and whether it may be null");
            }
        }
    }

    private static void columns(TableSpec spec) {
        Set<Integer> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Column column : spec.columns()) {
            if (!ids.add(column.id()) || column.id() < 0) {
                throw Failures.invalidOption("columns", "The column " + column.name() + " has no id of its own");
            }
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw Failures.invalidOption("columns", "Two columns are called " + column.name());
            }
        }
    }

    private static void named(TableSpec spec, String option, List<String> columns) {
        for (String name : columns) {
            if (spec.columns().stream().noneMatch(column -> column.name().equalsIgnoreCase(name))) {
                throw Failures.invalidOption(option, "The table " + spec.name() + " has no column " + name);
            }
        }
    }
}
