package dev.kiln.engine.analysis;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.function.Predicate;

/** A message and all messages in it. */
public final class MessageTree {
    private MessageTree() {}

    /** Whether the test holds for the message or for one below it. */
    public static boolean anyMatch(Message root, Predicate<Message> test) {
        if (test.test(root)) {
            return true;
        }
        return root.getAllFields().entrySet().stream()
                .filter(field -> field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                .anyMatch(field -> anyMatchIn(field.getValue(), test));
    }

    private static boolean anyMatchIn(Object value, Predicate<Message> test) {
        return value instanceof List<?> values
                ? values.stream().anyMatch(element -> anyMatch((Message) element, test))
                : anyMatch((Message) value, test);
    }
}
