package dev.kiln.store.server.row;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.Placement;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableSpec;
import dev.kiln.store.type.DataType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.ignite.IgniteBinary;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.binary.BinaryObjectBuilder;
import org.apache.ignite.cache.QueryEntity;
import org.jspecify.annotations.Nullable;

/**
 * A row table's columns as Ignite knows them: the key is an object with the key columns, the value one with the others.
 * Immutable.
 */
final class RowSchema {
    private final TableSpec spec;
    private final String keyType;
    private final String valueType;
    private final List<Field> fields;
    private final Map<Integer, Field> byId = new HashMap<>();

    /**
     * A column.
     *
     * @param index among the columns
     */
    record Field(int index, Column column, SqlValue value, boolean isKey) {
        String name() {
            return column.name();
        }
    }

    RowSchema(Table table) {
        this.spec = table.spec();
        this.keyType = "kiln.key." + table.id();
        this.valueType = "kiln.row." + table.id();
        List<Field> all = new ArrayList<>();
        for (Column column : spec.columns()) {
            SqlValue value = value(column);
            boolean isKey = spec.keyColumns().stream().anyMatch(column.name()::equalsIgnoreCase);
            all.add(new Field(all.size(), column, value, isKey));
        }
        this.fields = List.copyOf(all);
        fields.forEach(field -> byId.put(field.column().id(), field));
    }

    /** @throws StoreException {@code UNSUPPORTED_TYPE} */
    static SqlValue value(Column column) {
        return SqlValue.of(DataType.of(column))
                .orElseThrow(() -> new StoreException(
                        StoreCondition.UNSUPPORTED_TYPE,
                        "Row tables have no columns of type " + column.type() + ", as " + column.name() + " is",
                        Map.of("column", column.name(), "type", column.type())));
    }

    boolean has(int id) {
        return byId.containsKey(id);
    }

    List<Field> fields() {
        return fields;
    }

    List<Field> keys() {
        return spec.keyColumns().stream().map(this::named).toList();
    }

    Field field(int id) {
        Field field = byId.get(id);
        if (field == null) {
            throw new StoreException(
                    StoreCondition.TABLE_CHANGED,
                    "The table " + spec.name() + " has no such column any more",
                    Map.of("table", spec.name().toString()));
        }
        return field;
    }

    private Field named(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
    }

    /** The columns that say in which bucket a row is; none of replicated tables. */
    List<Field> partitionBy() {
        return spec.placement() instanceof Placement.Bucketed bucketed
                ? bucketed.partitionBy().stream().map(this::named).toList()
                : List.of();
    }

    /** The name of what rows have beside their keys. */
    String valueType() {
        return valueType;
    }

    /** The order of keys, whose columns are never null in rows that are stored. */
    Comparator<List<@Nullable Object>> byKey() {
        List<Field> keys = keys();
        return (left, right) -> {
            for (Field key : keys) {
                Object one = left.get(key.index());
                Object other = right.get(key.index());
                int order = one == null || other == null
                        ? Boolean.compare(one == null, other == null)
                        : key.value().compare(one, other);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    /** What SQL sees. Ignite knows names in capitals, which is also how it reads names without quotes. */
    QueryEntity entity() {
        LinkedHashMap<String, String> types = new LinkedHashMap<>();
        Map<String, Integer> precisions = new HashMap<>();
        Map<String, Integer> scales = new HashMap<>();
        Set<String> keys = new LinkedHashSet<>();
        Set<String> required = new LinkedHashSet<>();
        for (Field field : fields) {
            types.put(field.name(), field.value().kind().type().getName());
            if (field.value().kind() == SqlValue.Kind.DECIMAL) {
                precisions.put(field.name(), field.value().precision());
                scales.put(field.name(), field.value().scale());
            }
            if (!field.column().nullable()) {
                required.add(field.name());
            }
        }
        keys().forEach(field -> keys.add(field.name()));
        return new QueryEntity(keyType, valueType)
                .setTableName(spec.name().name())
                .setFields(types)
                .setKeyFields(keys)
                .setNotNullFields(required)
                .setFieldsPrecision(precisions)
                .setFieldsScale(scales);
    }

    /** The key of a row. */
    BinaryObject key(IgniteBinary binary, List<? extends @Nullable Object> row) {
        BinaryObjectBuilder builder = binary.builder(keyType);
        for (Field field : fields) {
            if (field.isKey()) {
                Object value = row.get(field.index());
                if (value == null) {
                    throw notNull(field);
                }
                builder.setField(field.name(), value);
            }
        }
        return builder.build();
    }

    /** What a row has beside its key. */
    BinaryObject value(IgniteBinary binary, List<? extends @Nullable Object> row) {
        BinaryObjectBuilder builder = binary.builder(valueType);
        for (Field field : fields) {
            if (!field.isKey()) {
                Object value = row.get(field.index());
                if (value == null && !field.column().nullable()) {
                    throw notNull(field);
                }
                set(builder, field, value);
            }
        }
        return builder.build();
    }

    @SuppressWarnings("unchecked") // of which class a field is, is known for null only by saying so
    private static void set(BinaryObjectBuilder builder, Field field, @Nullable Object value) {
        builder.setField(
                field.name(), value, (Class<Object>) field.value().kind().type());
    }

    private StoreException notNull(Field field) {
        return new StoreException(
                StoreCondition.INVALID_ROW,
                "Column " + field.name() + " of " + spec.name() + " can't be null",
                Map.of("table", spec.name().toString(), "column", field.name()));
    }
}
