package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import java.util.function.Consumer;

/** Strings and binaries. */
final class BytesArrowColumn extends ArrowColumn {
    private final OffsetWidth width;
    private final Offsets offsets;
    private final ByteStore data = new ByteStore();

    BytesArrowColumn(OffsetWidth width) {
        this.width = width;
        this.offsets = new Offsets(width);
    }

    @Override
    void clear() {
        super.clear();
        offsets.clear();
        data.clear();
    }

    @Override
    void append(VectorColumn source, long first, int count) {
        validity().append(source.validity(), first, count);
        for (int i = 0; i < count; i++) {
            long row = first + i;
            if (!source.isNull(row)) {
                data.append(source.address(row), source.length(row));
            }
            offsets.append(data.size());
        }
    }

    @Override
    long measure(VectorColumn source, long first, int count) {
        long bytes = (long) count * width.bytes();
        for (int i = 0; i < count; i++) {
            if (!source.isNull(first + i)) {
                bytes += source.length(first + i);
            }
        }
        return bytes;
    }

    @Override
    void buffers(Consumer<ByteStore> consumer) {
        super.buffers(consumer);
        consumer.accept(offsets.buffer());
        consumer.accept(data);
    }
}
