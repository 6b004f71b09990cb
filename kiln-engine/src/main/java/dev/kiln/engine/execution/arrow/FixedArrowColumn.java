package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import java.util.function.Consumer;

/** Values that DuckDB and Arrow store alike. */
final class FixedArrowColumn extends ArrowColumn {
    private final int width;
    private final ByteStore values = new ByteStore();

    FixedArrowColumn(int width) {
        this.width = width;
    }

    @Override
    void clear() {
        super.clear();
        values.clear();
    }

    @Override
    void append(VectorColumn source, long first, int count) {
        validity().append(source.validity(), first, count);
        values.append(source.values() + first * width, count * width);
    }

    @Override
    long measure(VectorColumn source, long first, int count) {
        return (long) count * width;
    }

    @Override
    void buffers(Consumer<ByteStore> consumer) {
        super.buffers(consumer);
        consumer.accept(values);
    }
}
