package dev.kiln.server.routing;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.kiln.spi.UnsupportedReason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the parts of a request that stand for something that only another engine than the embedded one can have made. */
final class EngineHandles {
    private static final Map<String, String> KINDS = Map.of(
            "CachedRemoteRelation", "a relation that another engine keeps",
            "RemoveCachedRemoteRelationCommand", "a relation that another engine keeps");

    private EngineHandles() {}

    static List<UnsupportedReason> in(Message message) {
        Set<UnsupportedReason> reasons = new LinkedHashSet<>();
        collect(message, reasons);
        return List.copyOf(reasons);
    }

    private static void collect(Message message, Set<UnsupportedReason> reasons) {
        String name = message.getDescriptorForType().getName();
        String what = KINDS.get(name);
        if (what != null) {
            reasons.add(new UnsupportedReason("handle." + name, what));
        }
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                List<?> values = field.getKey().isRepeated() ? (List<?>) field.getValue() : List.of(field.getValue());
                values.forEach(value -> collect((Message) value, reasons));
            }
        }
    }
}
