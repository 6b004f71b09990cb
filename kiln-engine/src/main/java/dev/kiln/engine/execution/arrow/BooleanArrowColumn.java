package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import java.util.function.Consumer;
import org.apache.spark.unsafe.Platform;

/** Booleans: a byte each in DuckDB, a bit each in Arrow. */
final class BooleanArrowColumn extends ArrowColumn {
    private final ValidityBits values = new ValidityBits();

    @Override
    void clear() {
        super.clear();
        values.clear();
    }

    @Override
    void append(VectorColumn source, long first, int count) {
        validity().append(source.validity(), first, count);
        for (int i = 0; i < count; i++) {
            if (!source.isNull(first + i) && Platform.getByte(null, source.values() + first + i) != 0) {
                values.appendValid(1);
            } else {
                values.appendNull();
            }
        }
    }

    @Override
    long measure(VectorColumn source, long first, int count) {
        return count / 8 + 1;
    }

    @Override
    void buffers(Consumer<ByteStore> consumer) {
        super.buffers(consumer);
        consumer.accept(values.buffer());
    }
}
