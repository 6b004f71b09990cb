package dev.kiln.store.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;

/** A record: the length of what follows, then its components. */
final class RecordValueCodec implements ValueCodec {
    private final Class<?> type;
    private final Method[] accessors;
    private final ValueCodec[] codecs;
    private final Constructor<?> constructor;

    RecordValueCodec(Class<?> type) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        accessors = new Method[components.length];
        codecs = new ValueCodec[components.length];
        for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
            accessors[i].setAccessible(true);
            codecs[i] = ValueCodecs.of(components[i].getGenericType());
        }
        try {
            constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " is no record", e);
        }
    }

    @Override
    public void write(ByteSink sink, Object value) {
        int start = sink.begin();
        try {
            for (int i = 0; i < codecs.length; i++) {
                codecs[i].write(sink, accessors[i].invoke(value));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Not a valid " + type.getSimpleName(), e);
        }
        sink.end(start);
    }

    @Override
    public Object read(ByteSource source) {
        int end = source.end();
        Object[] values = new Object[codecs.length];
        for (int i = 0; i < codecs.length; i++) {
            ValueCodec codec = codecs[i];
            values[i] = source.isBefore(end)
                    ? codec.read(source)
                    : codec.missing().orElseThrow(() -> new IllegalArgumentException("Too short for a " + type));
        }
        source.moveTo(end);
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("Not a valid " + type.getSimpleName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Not a valid " + type.getSimpleName(), e);
        }
    }

    @Override
    public Optional<Object> missing() {
        return Optional.empty();
    }
}
