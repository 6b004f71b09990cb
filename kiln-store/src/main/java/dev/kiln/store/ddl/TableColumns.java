package dev.kiln.store.ddl;

import static dev.kiln.store.ddl.OptionValues.invalid;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.type.DataType;
import dev.kiln.store.type.DataType.Simple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The columns of a table, found without regard to case. */
final class TableColumns {
    private final List<Column> columns;
    private final Map<String, Column> byName = new LinkedHashMap<>();
    private final Map<String, DataType> types = new LinkedHashMap<>();

    private TableColumns(List<Column> columns) {
        this.columns = columns;
    }

    /** @throws StoreException {@code UNSUPPORTED_TYPE} if a table of this kind can't have a column */
    static TableColumns of(List<Column> columns, TableKind kind) {
        TableColumns known = new TableColumns(columns);
        for (Column column : columns) {
            DataType type = type(column);
            if (kind == TableKind.ROW && !isRowValue(type)) {
                throw unsupported(column, "row tables have no columns of this type");
            }
            String name = column.name().toLowerCase(Locale.ROOT);
            known.byName.put(name, column);
            known.types.put(name, type);
        }
        return known;
    }

    /** The columns that an option names, as they are written in the table: each once, and of a type with equality. */
    List<String> keys(Option option, List<String> names) {
        List<String> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            String key = name.toLowerCase(Locale.ROOT);
            Column column = byName.get(key);
            if (column == null) {
                throw invalid(option, "there is no column " + name);
            }
            if (!seen.add(key)) {
                throw invalid(option, "column " + name + " is named twice");
            }
            if (!isKey(types.get(key))) {
                throw invalid(option, "column " + name + " is of type " + column.type() + ", which is no key");
            }
            found.add(column.name());
        }
        return List.copyOf(found);
    }

    List<DataType> types(List<String> names) {
        return names.stream()
                .map(name -> types.get(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** The columns, of which those of a primary key are never null. */
    List<Column> withKeys(List<String> keys) {
        return columns.stream()
                .map(column -> keys.contains(column.name())
                        ? new Column(
                                column.id(),
                                column.name(),
                                column.type(),
                                false,
                                column.comment(),
                                column.defaultSql(),
                                column.metadata())
                        : column)
                .toList();
    }

    private static DataType type(Column column) {
        try {
            return DataType.of(column);
        } catch (StoreException e) {
            throw unsupported(column, "the store doesn't know this type");
        }
    }

    private static StoreException unsupported(Column column, String reason) {
        return new StoreException(
                StoreCondition.UNSUPPORTED_TYPE,
                "Column " + column.name() + " of type " + column.type() + ": " + reason,
                Map.of("column", column.name(), "type", column.type()));
    }

    /** What is neither made of parts nor without equality. */
    private static boolean isScalar(DataType type) {
        if (type instanceof Simple simple) {
            return switch (simple) {
                case VOID, CALENDAR_INTERVAL, VARIANT, SPATIAL -> false;
                default -> true;
            };
        }
        return type instanceof DataType.Decimal || type instanceof DataType.Text || type instanceof DataType.Time;
    }

    /** What SQL on rows has a type for that keeps all of a value. */
    private static boolean isRowValue(DataType type) {
        boolean interval = type == Simple.YEAR_MONTH_INTERVAL || type == Simple.DAY_TIME_INTERVAL;
        return isScalar(type) && !interval && !(type instanceof DataType.Time);
    }

    /** What has one form per value: floating numbers have several zeros and NaNs, texts may be equal in a collation. */
    private static boolean isKey(DataType type) {
        if (type instanceof DataType.Text text) {
            return text.binaryOrder();
        }
        return isScalar(type) && type != Simple.FLOAT && type != Simple.DOUBLE;
    }
}
