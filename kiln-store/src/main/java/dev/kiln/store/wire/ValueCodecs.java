package dev.kiln.store.wire;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How values of each type become bytes; made once per type. */
final class ValueCodecs {
    private static final Map<Type, ValueCodec> KNOWN = new ConcurrentHashMap<>();

    private ValueCodecs() {}

    static ValueCodec of(Type type) {
        ValueCodec known = KNOWN.get(type);
        if (known == null) {
            known = type instanceof ParameterizedType generic ? generic(generic) : plain((Class<?>) type);
            KNOWN.put(type, known);
        }
        return known;
    }

    private static ValueCodec plain(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return ValueCodec.of((sink, value) -> sink.whole((Integer) value), source -> (int) source.whole(), 0);
        } else if (type == long.class || type == Long.class) {
            return ValueCodec.of((sink, value) -> sink.whole((Long) value), ByteSource::whole, 0L);
        } else if (type == boolean.class || type == Boolean.class) {
            return ValueCodec.of(
                    (sink, value) -> sink.oneByte((Boolean) value ? 1 : 0), source -> source.oneByte() != 0, false);
        } else if (type == double.class || type == Double.class) {
            return ValueCodec.of(
                    (sink, value) -> sink.fixed(Double.doubleToRawLongBits((Double) value)),
                    source -> Double.longBitsToDouble(source.fixed()),
                    0.0);
        } else if (type == String.class) {
            return ValueCodec.of((sink, value) -> sink.text((String) value), ByteSource::text, "");
        } else if (type == byte[].class) {
            return ValueCodec.of((sink, value) -> sink.block((byte[]) value), ByteSource::block, new byte[0]);
        } else if (type == ByteBuffer.class) {
            return ValueCodec.of(
                    (sink, value) -> sink.block(bytes((ByteBuffer) value)),
                    source -> ByteBuffer.wrap(source.block()).asReadOnlyBuffer(),
                    ByteBuffer.allocate(0));
        } else if (type == Duration.class) {
            return ValueCodec.of(
                    (sink, value) -> sink.whole(((Duration) value).toMillis()),
                    source -> Duration.ofMillis(source.whole()),
                    Duration.ZERO);
        } else if (type.isEnum()) {
            return new EnumCodec(type);
        } else if (type.isRecord()) {
            return new RecordValueCodec(type);
        } else if (type.isSealed()) {
            return new SealedCodec(type);
        }
        throw new IllegalArgumentException("Values of " + type + " have no form in bytes");
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static ValueCodec generic(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Map.class) {
            return map(of(arguments[0]), of(arguments[1]));
        }
        ValueCodec element = of(arguments[0]);
        if (type.getRawType() == Optional.class) {
            return ValueCodec.of(
                    (sink, value) -> {
                        sink.oneByte(((Optional<?>) value).isPresent() ? 1 : 0);
                        ((Optional<?>) value).ifPresent(inner -> element.write(sink, inner));
                    },
                    source -> source.oneByte() == 0 ? Optional.empty() : Optional.of(element.read(source)),
                    Optional.empty());
        } else if (type.getRawType() == List.class) {
            return ValueCodec.of(
                    (sink, value) -> elements(sink, (List<?>) value, element),
                    source -> elements(source, new ArrayList<>(), element),
                    List.of());
        } else if (type.getRawType() == Set.class) {
            return ValueCodec.of(
                    (sink, value) -> elements(sink, (Set<?>) value, element),
                    source -> elements(source, new HashSet<>(), element),
                    Set.of());
        }
        throw new IllegalArgumentException("Values of " + type + " have no form in bytes");
    }

    private static void elements(ByteSink sink, Collection<?> values, ValueCodec element) {
        sink.whole(values.size());
        values.forEach(value -> element.write(sink, value));
    }

    private static Object elements(ByteSource source, Collection<Object> values, ValueCodec element) {
        int count = source.count();
        for (int i = 0; i < count; i++) {
            values.add(element.read(source));
        }
        return values;
    }

    private static ValueCodec map(ValueCodec key, ValueCodec item) {
        return ValueCodec.of(
                (sink, value) -> {
                    Map<?, ?> map = (Map<?, ?>) value;
                    sink.whole(map.size());
                    map.forEach((k, v) -> {
                        key.write(sink, k);
                        item.write(sink, v);
                    });
                },
                source -> {
                    int count = source.count();
                    Map<Object, Object> map = new HashMap<>();
                    for (int i = 0; i < count; i++) {
                        Object k = key.read(source);
                        map.put(k, item.read(source));
                    }
                    return map;
                },
                Map.of());
    }
}
