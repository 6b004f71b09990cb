package dev.kiln.server.operation;

import static dev.kiln.server.error.Condition.PLAN_CANNOT_PARSE;
import static dev.kiln.server.error.Condition.PLAN_FIELD_NOT_SET;
import static dev.kiln.server.error.Condition.PLAN_TOO_LARGE;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.kiln.protocol.Command;
import dev.kiln.protocol.CompressionCodec;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.server.error.FrontDoorErrors;
import java.io.IOException;
import java.util.Map;

/**
 * Unpacks plans that clients have compressed. Clients need not say how large the plan is, so the unpacked size is
 * limited while unpacking.
 */
public final class CompressedPlans {
    private final long maxBytes;
    private final int recursionLimit;

    /**
     * @param maxBytes largest unpacked plan
     * @param recursionLimit how deep messages may nest
     */
    public CompressedPlans(long maxBytes, int recursionLimit) {
        this.maxBytes = maxBytes;
        this.recursionLimit = recursionLimit;
    }

    /**
     * The plan with a relation or a command in it.
     *
     * @throws dev.kiln.spi.EngineException if the plan is empty, cannot be read or is too large
     */
    public Plan unpack(Plan plan) {
        return switch (plan.getOpTypeCase()) {
            case ROOT, COMMAND -> plan;
            case COMPRESSED_OPERATION -> unpack(plan.getCompressedOperation());
            case OPTYPE_NOT_SET ->
                throw FrontDoorErrors.of(
                        PLAN_FIELD_NOT_SET,
                        Map.of(
                                "fullName",
                                Plan.getDescriptor().getFullName(),
                                "name",
                                plan.getOpTypeCase().name()));
        };
    }

    private Plan unpack(Plan.CompressedOperation packed) {
        if (packed.getCompressionCodec() != CompressionCodec.COMPRESSION_CODEC_ZSTD) {
            throw unreadable("unknown compression codec " + packed.getCompressionCodecValue());
        }
        try {
            CodedInputStream input = decompress(packed.getData()).newCodedInput();
            input.setRecursionLimit(recursionLimit);
            Plan.Builder plan = Plan.newBuilder();
            switch (packed.getOpType()) {
                case OP_TYPE_RELATION -> plan.setRoot(Relation.parseFrom(input));
                case OP_TYPE_COMMAND -> plan.setCommand(Command.parseFrom(input));
                case OP_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                    throw unreadable("unknown operation type " + packed.getOpTypeValue());
            }
            input.checkLastTagWas(0);
            return plan.build();
        } catch (IOException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private ByteString decompress(ByteString data) throws IOException {
        try (ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(data.newInput());
                ByteString.Output output = ByteString.newOutput()) {
            byte[] block = new byte[1 << 16];
            for (int read = zstd.read(block); read >= 0; read = zstd.read(block)) {
                if (output.size() + (long) read > maxBytes) {
                    throw FrontDoorErrors.of(
                            PLAN_TOO_LARGE,
                            Map.of("planSize", "more than " + maxBytes, "maxPlanSize", Long.toString(maxBytes)));
                }
                output.write(block, 0, read);
            }
            return output.toByteString();
        }
    }

    private static RuntimeException unreadable(String reason) {
        return FrontDoorErrors.of(PLAN_CANNOT_PARSE, Map.of("errorMsg", reason));
    }
}
