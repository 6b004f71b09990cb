package dev.kiln.connector.link;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a class file asks the linker for, and what it has.
 *
 * @param members methods and fields of other classes
 * @param classes names of other classes
 * @param above the superclass and the interfaces
 * @param declared names and descriptors of its own methods and fields
 */
record ClassLinks(List<Member> members, List<String> classes, List<String> above, Set<String> declared) {
    /** A method or field of another class. */
    record Member(String owner, String name, String descriptor) {}

    static ClassLinks read(InputStream stream) throws IOException {
        try (DataInputStream in = new DataInputStream(stream)) {
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
                            className(pool, link[0]), (String) pool[nameAndType[0]], (String) pool[nameAndType[1]]));
                } else if (tags[i] == 7) {
                    classes.add(className(pool, i));
                }
            }
            in.skipNBytes(4);
            List<String> above = new ArrayList<>();
            int superclass = in.readUnsignedShort();
            if (superclass != 0) {
                above.add(className(pool, superclass));
            }
            for (int i = in.readUnsignedShort(); i > 0; i--) {
                above.add(className(pool, in.readUnsignedShort()));
            }
            Set<String> declared = new HashSet<>();
            // Fields, then methods.
            for (int kind = 0; kind < 2; kind++) {
                for (int i = in.readUnsignedShort(); i > 0; i--) {
                    in.skipNBytes(2);
                    declared.add((String) pool[in.readUnsignedShort()] + pool[in.readUnsignedShort()]);
                    for (int a = in.readUnsignedShort(); a > 0; a--) {
                        in.skipNBytes(2);
                        in.skipNBytes(in.readInt());
                    }
                }
            }
            return new ClassLinks(members, classes, above, declared);
        }
    }

    private static String className(Object[] pool, int at) {
        return (String) pool[(int) pool[at]];
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
