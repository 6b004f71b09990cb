package dev.kiln.store.wire;

import java.util.Optional;

/** An enum as its constant's name. */
record EnumCodec(Class<?> type) implements ValueCodec {
    @Override
    public void write(ByteSink sink, Object value) {
        sink.text(((Enum<?>) value).name());
    }

    @Override
    public Object read(ByteSource source) {
        String name = source.text();
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("No " + type.getSimpleName() + " is called " + name);
    }

    @Override
    public Optional<Object> missing() {
        return Optional.empty();
    }
}
