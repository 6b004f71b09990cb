package dev.kiln.server.journal;

import dev.kiln.spi.StateChange;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes of state as bytes. The numbers of the kinds are part of the format. */
final class StateChangeCodec {
    private static final int NONE = 0;
    private static final int SETTINGS = 1;
    private static final int ALL_SETTINGS = 2;
    private static final int DEFINITION = 3;
    private static final int REMOVAL = 4;
    private static final int ALTERATION = 5;
    private static final int CURRENT_NAMES = 6;
    private static final int RESOURCES = 7;
    private static final int EMERGENCE = 8;
    private static final int UNFORESEEABLE = 9;
    private static final int RENAMING = 10;
    private static final int DECLARATION = 11;
    private static final int ASSIGNMENT = 12;

    private StateChangeCodec() {}

    static void write(StateChange change, DataOutput out) throws IOException {
        if (change instanceof StateChange.Settings settings) {
            out.writeByte(SETTINGS);
            out.writeInt(settings.values().size());
            for (Map.Entry<String, Optional<String>> value : settings.values().entrySet()) {
                writeText(value.getKey(), out);
                out.writeBoolean(value.getValue().isPresent());
                writeText(value.getValue().orElse(""), out);
            }
        } else if (change instanceof StateChange.AllSettings) {
            out.writeByte(ALL_SETTINGS);
        } else if (change instanceof StateChange.Definition definition) {
            writeNames(DEFINITION, definition.names(), out);
        } else if (change instanceof StateChange.Declaration declaration) {
            writeNames(DECLARATION, declaration.names(), out);
        } else if (change instanceof StateChange.Assignment assignment) {
            writeNames(ASSIGNMENT, assignment.names(), out);
        } else if (change instanceof StateChange.Removal removal) {
            writeNames(REMOVAL, removal.names(), out);
        } else if (change instanceof StateChange.Alteration alteration) {
            writeNames(ALTERATION, alteration.names(), out);
        } else if (change instanceof StateChange.Renaming renaming) {
            out.writeByte(RENAMING);
            writeText(renaming.from(), out);
            writeText(renaming.to(), out);
        } else if (change instanceof StateChange.CurrentNames) {
            out.writeByte(CURRENT_NAMES);
        } else if (change instanceof StateChange.Resources) {
            out.writeByte(RESOURCES);
        } else if (change instanceof StateChange.Emergence emergence) {
            writeNames(EMERGENCE, emergence.names(), out);
            writeText(emergence.what(), out);
        } else if (change instanceof StateChange.Unforeseeable unforeseeable) {
            out.writeByte(UNFORESEEABLE);
            writeText(unforeseeable.what(), out);
        } else if (change instanceof StateChange.None) {
            out.writeByte(NONE);
        } else {
            throw new IllegalArgumentException("several changes are noted one by one: " + change);
        }
    }

    static StateChange read(DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case NONE -> StateChange.NONE;
            case SETTINGS -> {
                Map<String, Optional<String>> values = new LinkedHashMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    String key = readText(in);
                    boolean present = in.readBoolean();
                    String value = readText(in);
                    values.put(key, present ? Optional.of(value) : Optional.empty());
                }
                yield new StateChange.Settings(values);
            }
            case ALL_SETTINGS -> new StateChange.AllSettings();
            case DEFINITION -> new StateChange.Definition(readNames(in));
            case DECLARATION -> new StateChange.Declaration(readNames(in));
            case ASSIGNMENT -> new StateChange.Assignment(readNames(in));
            case REMOVAL -> new StateChange.Removal(readNames(in));
            case ALTERATION -> new StateChange.Alteration(readNames(in));
            case CURRENT_NAMES -> new StateChange.CurrentNames();
            case RESOURCES -> new StateChange.Resources();
            case EMERGENCE -> new StateChange.Emergence(readNames(in), readText(in));
            case UNFORESEEABLE -> new StateChange.Unforeseeable(readText(in));
            case RENAMING -> new StateChange.Renaming(readText(in), readText(in));
            default -> throw new IOException("a change of kind " + kind + " is not known");
        };
    }

    private static void writeNames(int kind, Set<String> names, DataOutput out) throws IOException {
        out.writeByte(kind);
        out.writeInt(names.size());
        for (String name : names) {
            writeText(name, out);
        }
    }

    private static Set<String> readNames(DataInput in) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            names.add(readText(in));
        }
        return names;
    }

    static void writeText(String text, DataOutput out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readText(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
