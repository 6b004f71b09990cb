package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import java.util.function.Consumer;

/** Nothing but nulls, which take no memory in Arrow. */
final class NullArrowColumn extends ArrowColumn {
    private int rows;

    @Override
    int rows() {
        return rows;
    }

    @Override
    int nulls() {
        return rows;
    }

    @Override
    void clear() {
        rows = 0;
    }

    @Override
    void append(VectorColumn source, long first, int count) {
        rows += count;
    }

    @Override
    long measure(VectorColumn source, long first, int count) {
        return 0;
    }

    @Override
    void buffers(Consumer<ByteStore> consumer) {}
}
