package dev.kiln.store.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a backup holds. It is written last: a directory without it is a backup that wasn't finished.
 *
 * @param namespaces their properties by name
 * @param tables in the order in which they can be made again
 */
record BackupIndex(Map<String, Map<String, String>> namespaces, List<Entry> tables) {
    private static final String FILE = "backup.json";
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    BackupIndex {
        namespaces = Map.copyOf(namespaces);
        tables = List.copyOf(tables);
    }

    /**
     * A table.
     *
     * @param file the name of its file
     * @param rows that a reader saw
     * @param content of the file
     */
    record Entry(TableName name, TableKind kind, String file, long rows, Content content) {}

    /**
     * What a file holds.
     *
     * @param checksum CRC-32C of all of it
     */
    record Content(long bytes, int checksum) {}

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    void write(Path directory) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
        ObjectNode spaces = root.putObject("namespaces");
        new TreeMap<>(namespaces).forEach((name, properties) -> {
            ObjectNode node = spaces.putObject(name);
            new TreeMap<>(properties).forEach(node::put);
        });
        var list = root.putArray("tables");
        tables.forEach(entry -> list.addObject()
                .put("namespace", entry.name().namespace())
                .put("name", entry.name().name())
                .put("kind", entry.kind().name())
                .put("file", entry.file())
                .put("rows", entry.rows())
                .put("bytes", entry.content().bytes())
                .put("crc32c", Integer.toHexString(entry.content().checksum())));
        Path written = directory.resolve(FILE + ".new");
        Files.writeString(written, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(written, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** @throws IllegalArgumentException if the directory holds no finished backup, or one of another format */
    static BackupIndex read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    directory + " holds no backup, or one that wasn't finished: it has no " + FILE);
        }
        try {
            JsonNode root = JSON.readTree(file.toFile());
            if (root.path("format").asInt() != FORMAT) {
                throw new IllegalArgumentException(
                        file + " is of format " + root.path("format") + "; this Kiln reads " + FORMAT);
            }
            Map<String, Map<String, String>> namespaces = new TreeMap<>();
            root.path("namespaces").properties().forEach(space -> {
                Map<String, String> properties = new TreeMap<>();
                space.getValue()
                        .properties()
                        .forEach(property -> properties.put(
                                property.getKey(), property.getValue().asText()));
                namespaces.put(space.getKey(), properties);
            });
            List<Entry> tables = new ArrayList<>();
            for (JsonNode node : root.path("tables")) {
                tables.add(entry(node));
            }
            return new BackupIndex(namespaces, tables);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " can't be read: " + e.getOriginalMessage(), e);
        }
    }

    private static Entry entry(JsonNode node) {
        return new Entry(
                new TableName(node.path("namespace").asText(), node.path("name").asText()),
                TableKind.valueOf(node.path("kind").asText()),
                node.path("file").asText(),
                node.path("rows").asLong(),
                new Content(
                        node.path("bytes").asLong(),
                        Integer.parseUnsignedInt(node.path("crc32c").asText(), 16)));
    }
}
