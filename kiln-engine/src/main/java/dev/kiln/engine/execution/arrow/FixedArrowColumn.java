package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import java.util.function.Consumer;

/** Values that DuckDB and Arrow store alike. Nulls are zeros, so that equal rows are equal bytes. */
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
        int target = values.append(source.values() + first * width, count * width);
        for (int i = 0; source.validity() != 0 && i < count; i++) {
            if (source.isNull(first + i)) {
                values.fill(target + i * width, width, (byte) 0);
            }
        }
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
