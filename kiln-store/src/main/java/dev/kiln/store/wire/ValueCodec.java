package dev.kiln.store.wire;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** How values of one type become bytes. */
interface ValueCodec {
    void write(ByteSink sink, Object value);

    Object read(ByteSource source);

    /** What a component is in bytes that were written before the record had it. */
    Optional<Object> missing();

    static ValueCodec of(BiConsumer<ByteSink, Object> write, Function<ByteSource, Object> read, Object missing) {
        return new ValueCodec() {
            @Override
            public void write(ByteSink sink, Object value) {
                write.accept(sink, value);
            }

            @Override
            public Object read(ByteSource source) {
                return read.apply(source);
            }

            @Override
            public Optional<Object> missing() {
                return Optional.of(missing);
            }
        };
    }
}
