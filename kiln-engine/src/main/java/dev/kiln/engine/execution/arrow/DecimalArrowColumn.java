package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import dev.kiln.engine.bridge.VectorLayout;
import java.util.function.Consumer;
import org.apache.spark.unsafe.Platform;

/** Decimals of up to 18 digits, which Arrow stores in 128 bits like all others. */
final class DecimalArrowColumn extends ArrowColumn {
    private static final int WIDTH = 16;

    private final VectorLayout layout;
    private final ByteStore values = new ByteStore();

    DecimalArrowColumn(VectorLayout layout) {
        this.layout = layout;
    }

    @Override
    void clear() {
        super.clear();
        values.clear();
    }

    @Override
    void append(VectorColumn source, long first, int count) {
        validity().append(source.validity(), first, count);
        int target = values.extend(count * WIDTH);
        long address = source.values() + first * layout.width();
        for (int i = 0; i < count; i++) {
            long unscaled = source.isNull(first + i)
                    ? 0
                    : switch (layout) {
                        case DECIMAL16 -> Platform.getShort(null, address);
                        case DECIMAL32 -> Platform.getInt(null, address);
                        default -> Platform.getLong(null, address);
                    };
            values.putLong(target, unscaled);
            values.putLong(target + 8, unscaled >> 63);
            address += layout.width();
            target += WIDTH;
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
