package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import dev.kiln.engine.bridge.VectorLayout;
import java.util.function.Consumer;

/** Arrays and maps: validity, offsets and what they hold. */
final class ListArrowColumn extends ArrowColumn {
    private final ArrowColumn elements;
    private final Offsets offsets = new Offsets(OffsetWidth.BITS_32);

    ListArrowColumn(ArrowColumn elements) {
        this.elements = elements;
    }

    @Override
    void clear() {
        super.clear();
        offsets.clear();
        elements.clear();
    }

    @Override
    void append(VectorColumn source, long first, int count) {
        validity().append(source.validity(), first, count);
        VectorColumn held = held(source);
        long runStart = 0;
        int runLength = 0;
        long end = elements.rows();
        int target = offsets.extend(count);
        for (int i = 0; i < count; i++) {
            if (!source.isNull(first + i)) {
                long offset = source.offset(first + i);
                int length = source.elements(first + i);
                if (length > 0 && offset != runStart + runLength) {
                    elements.append(held, runStart, runLength);
                    runStart = offset;
                    runLength = 0;
                }
                runLength += length;
                end += length;
            }
            target = offsets.put(target, end);
        }
        elements.append(held, runStart, runLength);
    }

    @Override
    long measure(VectorColumn source, long first, int count) {
        long bytes = 4L * count;
        for (int i = 0; i < count; i++) {
            if (!source.isNull(first + i)) {
                bytes += elements.measure(held(source), source.offset(first + i), source.elements(first + i));
            }
        }
        return bytes;
    }

    /** What the elements are read from: the entries of a map take the map itself. */
    private static VectorColumn held(VectorColumn source) {
        return source.layout() == VectorLayout.MAP ? source : source.child(0);
    }

    @Override
    void visit(Consumer<ArrowColumn> visitor) {
        super.visit(visitor);
        elements.visit(visitor);
    }

    @Override
    void buffers(Consumer<ByteStore> consumer) {
        super.buffers(consumer);
        consumer.accept(offsets.buffer());
    }
}
