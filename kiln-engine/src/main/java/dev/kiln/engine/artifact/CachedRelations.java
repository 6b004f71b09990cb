package dev.kiln.engine.artifact;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.kiln.protocol.CachedLocalRelation;
import dev.kiln.protocol.ChunkedCachedLocalRelation;
import dev.kiln.protocol.LocalRelation;
import dev.kiln.protocol.Relation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connect.common.InvalidPlanInput;
import org.apache.spark.sql.connect.planner.InvalidInputErrors;

/** Replaces relations that clients uploaded beforehand by their content. */
public final class CachedRelations {
    private final SessionArtifacts artifacts;
    private final String userId;
    private final String sessionId;

    public CachedRelations(SessionArtifacts artifacts, String userId, String sessionId) {
        this.artifacts = artifacts;
        this.userId = userId;
        this.sessionId = sessionId;
    }

    /**
     * The message with every cached relation in it replaced; the same message if there is none.
     *
     * @throws InvalidPlanInput if a relation was not uploaded
     */
    @SuppressWarnings("unchecked")
    public <T extends Message> T inlined(T message) throws InvalidPlanInput {
        if (message instanceof Relation relation) {
            switch (relation.getRelTypeCase()) {
                case CACHED_LOCAL_RELATION -> {
                    return (T) relation.toBuilder()
                            .setLocalRelation(load(relation.getCachedLocalRelation()))
                            .build();
                }
                case CHUNKED_CACHED_LOCAL_RELATION -> {
                    return (T) relation.toBuilder()
                            .setLocalRelation(load(relation.getChunkedCachedLocalRelation()))
                            .build();
                }
                default -> {
                    // its fields may hold some
                }
            }
        }
        return (T) withFieldsInlined(message);
    }

    private Message withFieldsInlined(Message message) throws InvalidPlanInput {
        Message.Builder changed = null;
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            Object replacement = replacement(field.getValue());
            if (replacement != field.getValue()) {
                changed = changed == null ? message.toBuilder() : changed;
                changed.setField(field.getKey(), replacement);
            }
        }
        return changed == null ? message : changed.build();
    }

    private Object replacement(Object value) throws InvalidPlanInput {
        if (!(value instanceof List<?> values)) {
            return inlined((Message) value);
        }
        List<Message> replaced = new ArrayList<>(values.size());
        boolean changed = false;
        for (Object element : values) {
            Message replacement = inlined((Message) element);
            changed |= replacement != element;
            replaced.add(replacement);
        }
        return changed ? replaced : value;
    }

    private LocalRelation load(CachedLocalRelation cached) throws InvalidPlanInput {
        ByteString content = artifacts
                .cached(cached.getHash())
                .orElseThrow(() -> InvalidInputErrors.notFoundCachedLocalRelation(cached.getHash(), sessionId));
        try {
            CodedInputStream input = content.newCodedInput();
            input.setSizeLimit(Integer.MAX_VALUE);
            return LocalRelation.parseFrom(input);
        } catch (IOException e) {
            throw InvalidInputErrors.cannotFindCachedLocalRelation(cached.getHash());
        }
    }

    private LocalRelation load(ChunkedCachedLocalRelation cached) throws InvalidPlanInput {
        if (cached.getDataHashesCount() == 0) {
            throw InvalidInputErrors.chunkedCachedLocalRelationWithoutData();
        }
        LocalRelation.Builder relation = LocalRelation.newBuilder();
        List<ByteString> streams = new ArrayList<>();
        for (String hash : cached.getDataHashesList()) {
            streams.add(block(hash));
        }
        relation.setData(ArrowStreams.concatenate(streams));
        if (cached.hasSchemaHash()) {
            relation.setSchema(block(cached.getSchemaHash()).toStringUtf8());
        }
        return relation.build();
    }

    private ByteString block(String hash) throws InvalidPlanInput {
        return artifacts
                .cached(hash)
                .orElseThrow(() -> InvalidInputErrors.notFoundChunkedCachedLocalRelationBlock(hash, userId));
    }
}
