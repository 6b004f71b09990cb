package dev.kiln.engine.analysis;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.kiln.protocol.Read;
import dev.kiln.spi.UnsupportedReason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds the parts of a request that would run or load user code, or that need streaming or ML. Looks at the messages
 * alone, before anything in them is decoded: decoding a payload of user code may already run it.
 */
public final class UserCodeScreen {
    private static final String USER_FUNCTION = "user-defined functions are not supported";
    private static final String STREAMING = "streaming is not supported";

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("CommonInlineUserDefinedFunction", USER_FUNCTION),
            Map.entry("CommonInlineUserDefinedTableFunction", "user-defined table functions are not supported"),
            Map.entry("CommonInlineUserDefinedDataSource", "data sources in user code are not supported"),
            Map.entry("TypedAggregateExpression", "typed aggregations run user code, which is not supported"),
            Map.entry("MapPartitions", "mapping partitions by user code is not supported"),
            Map.entry("GroupMap", "mapping groups by user code is not supported"),
            Map.entry("CoGroupMap", "mapping groups by user code is not supported"),
            Map.entry("ApplyInPandasWithState", "mapping groups by user code is not supported"),
            Map.entry("MlRelation", "machine learning is not supported"),
            Map.entry("MlCommand", "machine learning is not supported"),
            Map.entry("WriteStreamOperationStart", STREAMING),
            Map.entry("StreamingQueryCommand", STREAMING),
            Map.entry("StreamingQueryManagerCommand", STREAMING),
            Map.entry("StreamingQueryListenerBusCommand", STREAMING),
            Map.entry("PipelineCommand", "declarative pipelines are not supported"),
            Map.entry("CheckpointCommand", "checkpoints are not supported"),
            Map.entry("CreateResourceProfileCommand", "resource profiles are not supported"),
            Map.entry("ExecuteExternalCommand", "external commands run a class named by the client"));

    private final Set<UnsupportedReason> reasons = new LinkedHashSet<>();

    private UserCodeScreen() {}

    /** Every reason to refuse the message; empty if it may be planned. */
    public static List<UnsupportedReason> check(Message message) {
        UserCodeScreen screen = new UserCodeScreen();
        screen.visit(message);
        return List.copyOf(screen.reasons);
    }

    private void visit(Message message) {
        String name = message.getDescriptorForType().getName();
        String why = REFUSED.get(name);
        if (why != null) {
            reasons.add(new UnsupportedReason(featureOf(name), why));
            return;
        }
        if (message instanceof Read read) {
            visitRead(read);
        }
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                visitField(field.getValue());
            }
        }
    }

    private void visitField(Object value) {
        if (value instanceof List<?> values) {
            values.forEach(element -> visit((Message) element));
        } else {
            visit((Message) value);
        }
    }

    private void visitRead(Read read) {
        if (read.getIsStreaming()) {
            reasons.add(new UnsupportedReason("relation.streaming_read", STREAMING));
        }
        if (ForeignSources.isForeign(read.getDataSource().getFormat())) {
            reasons.add(new UnsupportedReason("source.jdbc", "reading other databases is not supported"));
        }
    }

    private static String featureOf(String messageName) {
        return "protocol." + messageName.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
