package dev.kiln.engine.files.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.engine.files.commit.WriteRecord.Begun;
import dev.kiln.engine.files.commit.WriteRecord.Committed;
import dev.kiln.engine.files.commit.WriteRecord.Move;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Write records as JSON. */
final class WriteRecordCodec {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private WriteRecordCodec() {}

    static byte[] encode(WriteRecord write) throws IOException {
        ObjectNode json =
                MAPPER.createObjectNode().put("staging", write.staging().toString());
        if (write instanceof Committed committed) {
            putPaths(json.putArray("deletions"), committed.deletions());
            putPaths(json.putArray("emptied"), committed.emptied());
            ArrayNode moves = json.putArray("moves");
            for (Move move : committed.moves()) {
                moves.addObject()
                        .put("from", move.from().toString())
                        .put("to", move.to().toString());
            }
        }
        return MAPPER.writeValueAsBytes(json);
    }

    static WriteRecord decode(byte[] bytes) throws IOException {
        JsonNode json = MAPPER.readTree(bytes);
        Path staging = path(json, "staging");
        if (!json.has("moves")) {
            return new Begun(staging);
        }
        List<Move> moves = new ArrayList<>();
        for (JsonNode move : json.get("moves")) {
            moves.add(new Move(path(move, "from"), path(move, "to")));
        }
        return new Committed(staging, paths(json, "deletions"), paths(json, "emptied"), moves);
    }

    private static void putPaths(ArrayNode array, List<Path> paths) {
        paths.forEach(path -> array.add(path.toString()));
    }

    private static List<Path> paths(JsonNode json, String field) {
        List<Path> paths = new ArrayList<>();
        json.required(field).forEach(path -> paths.add(new Path(path.textValue())));
        return paths;
    }

    private static Path path(JsonNode json, String field) {
        return new Path(json.required(field).textValue());
    }
}
