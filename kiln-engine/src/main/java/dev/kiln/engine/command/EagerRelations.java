package dev.kiln.engine.command;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.kiln.protocol.Aggregate;
import java.util.List;
import java.util.Set;

/** Tells relations whose very planning runs something: queries, catalog changes, or text that may be a command. */
public final class EagerRelations {
    private static final Set<String> EAGER = Set.of(
            "ShowString",
            "HtmlString",
            "Catalog",
            "SQL",
            "StatCov",
            "StatCorr",
            "StatApproxQuantile",
            "StatCrosstab",
            "StatFreqItems",
            "StatDescribe",
            "StatSummary",
            "StatSampleBy",
            "Transpose",
            "Read");

    private EagerRelations() {}

    /** Whether the relation, or one below it, does work while it is planned. */
    public static boolean isEager(Message message) {
        if (EAGER.contains(message.getDescriptorForType().getName())) {
            return true;
        }
        if (message instanceof Aggregate aggregate
                && aggregate.hasPivot()
                && aggregate.getPivot().getValuesCount() == 0) {
            return true;
        }
        return message.getAllFields().entrySet().stream()
                .filter(field -> field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                .anyMatch(field -> holdsEager(field.getValue()));
    }

    private static boolean holdsEager(Object value) {
        return value instanceof List<?> values
                ? values.stream().anyMatch(element -> isEager((Message) element))
                : isEager((Message) value);
    }
}
