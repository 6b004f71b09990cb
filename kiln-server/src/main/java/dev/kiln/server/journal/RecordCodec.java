package dev.kiln.server.journal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.Plan;
import dev.kiln.spi.StateChange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Records of the journal as bytes. */
final class RecordCodec {
    /** Deeper than any plan that the server takes. */
    private static final int DEPTH = 200_000;

    private static final int ENTRY = 1;
    private static final int DROP = 2;

    private static final int CONFIGURE = 1;
    private static final int EXECUTE = 2;
    private static final int UPLOAD = 3;
    private static final int CACHE = 4;

    private RecordCodec() {}

    /** What a record says: that there is an entry, or that an earlier one counts no more. */
    sealed interface Content {
        record Entry(long number, StateChange change, boolean undone, Action action) implements Content {}

        record Drop(long number) implements Content {}
    }

    static byte[] bytes(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        if (content instanceof Content.Drop drop) {
            out.writeByte(DROP);
            out.writeLong(drop.number());
        } else {
            Content.Entry entry = (Content.Entry) content;
            out.writeByte(ENTRY);
            out.writeLong(entry.number());
            out.writeBoolean(entry.undone());
            StateChangeCodec.write(entry.change(), out);
            write(entry.action(), out);
        }
        return bytes.toByteArray();
    }

    private static void write(Action action, DataOutputStream out) throws IOException {
        if (action instanceof Action.Configure configure) {
            out.writeByte(CONFIGURE);
            configure.operation().writeTo(out);
        } else if (action instanceof Action.Execute execute) {
            out.writeByte(EXECUTE);
            execute.plan().writeTo(out);
        } else if (action instanceof Action.Cache cache) {
            out.writeByte(CACHE);
            cache.request().writeTo(out);
        } else {
            out.writeByte(UPLOAD);
            StateChangeCodec.writeText(((Action.Upload) action).name(), out);
            StateChangeCodec.writeText(((Action.Upload) action).file(), out);
        }
    }

    static Content read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int kind = in.readByte();
        if (kind == DROP) {
            return new Content.Drop(in.readLong());
        }
        if (kind != ENTRY) {
            throw new IOException("a record of kind " + kind + " is not known");
        }
        long number = in.readLong();
        boolean undone = in.readBoolean();
        return new Content.Entry(number, StateChangeCodec.read(in), undone, action(in));
    }

    private static Action action(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case CONFIGURE -> new Action.Configure(ConfigRequest.Operation.parseFrom(in));
            case EXECUTE -> new Action.Execute(Plan.parseFrom(deep(in), ExtensionRegistryLite.getEmptyRegistry()));
            case CACHE ->
                new Action.Cache(AnalyzePlanRequest.parseFrom(deep(in), ExtensionRegistryLite.getEmptyRegistry()));
            case UPLOAD -> new Action.Upload(StateChangeCodec.readText(in), StateChangeCodec.readText(in));
            default -> throw new IOException("an action of kind " + kind + " is not known");
        };
    }

    private static CodedInputStream deep(DataInputStream in) {
        CodedInputStream plan = CodedInputStream.newInstance(in);
        plan.setRecursionLimit(DEPTH);
        return plan;
    }
}
