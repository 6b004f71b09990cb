package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import dev.kiln.engine.bridge.VectorLayout;
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
        int target = offsets.extend(count);
        boolean nullable = source.validity() != 0;
        for (long row = first; row < first + count; row++) {
            if (!nullable || !source.isNull(row)) {
                append(source.address(row), source.length(row));
            }
            target = offsets.put(target, data.size());
        }
    }

    private void append(long address, int length) {
        if (length <= VectorLayout.INLINE_STRING) {
            data.appendInline(address, length);
        } else {
            data.append(address, length);
        }
    }

    @Override
    long measure(VectorColumn source, long first, int count) {
        long bytes = (long) count * width.bytes();
        boolean nullable = source.validity() != 0;
        for (long row = first; row < first + count; row++) {
            if (!nullable || !source.isNull(row)) {
                bytes += source.length(row);
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
