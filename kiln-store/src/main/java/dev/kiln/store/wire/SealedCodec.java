package dev.kiln.store.wire;

import java.util.Optional;

/** One of the records of a sealed interface: its simple name, then its own bytes. */
record SealedCodec(Class<?> type) implements ValueCodec {
    @Override
    public void write(ByteSink sink, Object value) {
        sink.text(value.getClass().getSimpleName());
        ValueCodecs.of(value.getClass()).write(sink, value);
    }

    @Override
    public Object read(ByteSource source) {
        String name = source.text();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.getSimpleName().equals(name)) {
                return ValueCodecs.of(permitted).read(source);
            }
        }
        throw new IllegalArgumentException("No " + type.getSimpleName() + " is called " + name);
    }

    @Override
    public Optional<Object> missing() {
        return Optional.empty();
    }
}
