package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import java.util.function.Consumer;

/** The entries of maps: a struct that is never null, whose fields DuckDB keeps as children of the map. */
final class EntriesArrowColumn extends ArrowColumn {
    private final ArrowColumn keys;
    private final ArrowColumn values;

    EntriesArrowColumn(ArrowColumn keys, ArrowColumn values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    void clear() {
        super.clear();
        keys.clear();
        values.clear();
    }

    @Override
    void append(VectorColumn map, long first, int count) {
        validity().appendValid(count);
        keys.append(map.child(0), first, count);
        values.append(map.child(1), first, count);
    }

    @Override
    long measure(VectorColumn map, long first, int count) {
        return keys.measure(map.child(0), first, count) + values.measure(map.child(1), first, count);
    }

    @Override
    void visit(Consumer<ArrowColumn> visitor) {
        super.visit(visitor);
        keys.visit(visitor);
        values.visit(visitor);
    }
}
