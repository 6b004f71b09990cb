package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import java.util.function.Consumer;
import org.apache.spark.unsafe.Platform;

/** Calendar intervals: microseconds in DuckDB, nanoseconds in Arrow. */
final class IntervalArrowColumn extends ArrowColumn {
    private static final int WIDTH = 16;
    private static final long NANOS_PER_MICRO = 1_000;

    private final ByteStore values = new ByteStore();

    @Override
    void clear() {
        super.clear();
        values.clear();
    }

    @Override
    void append(VectorColumn source, long first, int count) {
        validity().append(source.validity(), first, count);
        for (int i = 0; i < count; i++) {
            int target = values.extend(WIDTH);
            if (source.isNull(first + i)) {
                values.fill(target, WIDTH, (byte) 0);
            } else {
                long entry = source.values() + (first + i) * WIDTH;
                values.putInt(target, Platform.getInt(null, entry));
                values.putInt(target + 4, Platform.getInt(null, entry + 4));
                long micros = Platform.getLong(null, entry + 8);
                values.putLong(target + 8, Math.multiplyExact(micros, NANOS_PER_MICRO));
            }
        }
    }

    @Override
    long measure(VectorColumn source, long first, int count) {
        return (long) count * WIDTH;
    }

    @Override
    void buffers(Consumer<ByteStore> consumer) {
        super.buffers(consumer);
        consumer.accept(values);
    }
}
