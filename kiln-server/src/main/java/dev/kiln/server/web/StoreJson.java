package dev.kiln.server.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The store's state as JSON. Sizes are in bytes. */
final class StoreJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StoreJson() {}

    static String text(StoreState state) {
        ObjectNode root = JSON.createObjectNode();
        if (state instanceof StoreState.Known known) {
            put(known, root);
        } else if (state instanceof StoreState.Nothing nothing) {
            root.put("serves", false).put("reason", nothing.reason());
        }
        return root.toString();
    }

    private static void put(StoreState.Known known, ObjectNode root) {
        root.put("serves", known.serves());
        ArrayNode missing = root.putArray("missing");
        known.missing().forEach(missing::add);
        ArrayNode members = root.putArray("members");
        known.members().forEach(member -> put(member, members.addObject()));
        ArrayNode tables = root.putArray("tables");
        known.tables().forEach(table -> put(table, tables.addObject()));
    }

    private static void put(StoreState.Member member, ObjectNode node) {
        node.put("id", member.id()).put("role", member.role()).put("address", member.address());
        member.zone().ifPresent(zone -> node.put("zone", zone));
        node.put("heapUsed", member.heap().used())
                .put("heapMost", member.heap().most())
                .put("memoryUsed", member.memory().used())
                .put("memoryMost", member.memory().most())
                .put("diskUsed", member.disk())
                .put("readHere", member.readHere())
                .put("readElsewhere", member.readElsewhere())
                .put("written", member.written());
    }

    private static void put(StoreState.Table table, ObjectNode node) {
        node.put("name", table.name())
                .put("kind", table.kind())
                .put("persistence", table.persistence())
                .put("copies", table.copies());
        put(table.content(), node);
        table.skew().ifPresent(skew -> node.put("skew", skew));
        ArrayNode buckets = node.putArray("buckets");
        for (StoreState.Bucket bucket : table.buckets()) {
            ObjectNode one = buckets.addObject();
            put(bucket.content(), one);
            ArrayNode owners = one.putArray("owners");
            bucket.owners().forEach(owners::add);
        }
    }

    private static void put(Optional<StoreState.Content> content, ObjectNode node) {
        content.ifPresent(known -> node.put("rows", known.rows()).put("bytes", known.bytes()));
    }
}
