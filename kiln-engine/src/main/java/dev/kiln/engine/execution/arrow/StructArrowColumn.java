package dev.kiln.engine.execution.arrow;

import dev.kiln.engine.bridge.VectorColumn;
import java.util.function.Consumer;

/** Structs: validity and the fields. */
final class StructArrowColumn extends ArrowColumn {
    private final ArrowColumn[] fields;

    StructArrowColumn(ArrowColumn... fields) {
        this.fields = fields;
    }

    @Override
    void clear() {
        super.clear();
        for (ArrowColumn field : fields) {
            field.clear();
        }
    }

    @Override
    void append(VectorColumn source, long first, int count) {
        validity().append(source.validity(), first, count);
        for (int i = 0; i < fields.length; i++) {
            fields[i].append(source.child(i), first, count);
        }
    }

    @Override
    long measure(VectorColumn source, long first, int count) {
        long bytes = 0;
        for (int i = 0; i < fields.length; i++) {
            bytes += fields[i].measure(source.child(i), first, count);
        }
        return bytes;
    }

    @Override
    void visit(Consumer<ArrowColumn> visitor) {
        super.visit(visitor);
        for (ArrowColumn field : fields) {
            field.visit(visitor);
        }
    }
}
