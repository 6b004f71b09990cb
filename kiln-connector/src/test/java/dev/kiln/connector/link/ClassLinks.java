package dev.kiln.connector.link;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a class file asks the linker for: other classes, and members of them with their descriptors. */
record ClassLinks(List<Member> members, List<String> classes) {
    /** A method or field of another class. */
    record Member(String owner, String name, String descriptor, boolean method) {}

    static ClassLinks read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(8);
            int size = in.readUnsignedShort();
            Object[] pool = new Object[size];
            int[] tags = new int[size];
            for (int i = 1; i < size; i++) {
                tags[i] = in.readUnsignedByte();
                pool[i] = constant(tags[i], in);
                if (tags[i] == 5 || tags[i] == 6) {
                    i++;
                }
            }
            List<Member> members = new ArrayList<>();
            List<String> classes = new ArrayList<>();
            for (int i = 1; i < size; i++) {
                if (tags[i] >= 9 && tags[i] <= 11) {
                    int[] link = (int[]) pool[i];
                    int[] nameAndType = (int[]) pool[link[1]];
                    members.add(new Member(
                            (String) pool[(int) pool[link[0]]],
                            (String) pool[nameAndType[0]],
                            (String) pool[nameAndType[1]],
                            tags[i] != 9));
                } else if (tags[i] == 7) {
                    classes.add((String) pool[(int) pool[i]]);
                }
            }
            return new ClassLinks(members, classes);
        }
    }

    private static Object constant(int tag, DataInputStream in) throws IOException {
        return switch (tag) {
            case 1 -> in.readUTF();
            case 3, 4 -> in.readInt();
            case 5, 6 -> in.readLong();
            case 7, 8, 16, 19, 20 -> in.readUnsignedShort();
            case 9, 10, 11, 12, 17, 18 -> new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
            case 15 -> new int[] {in.readUnsignedByte(), in.readUnsignedShort()};
            default -> throw new IOException("Constant " + tag);
        };
    }
}
