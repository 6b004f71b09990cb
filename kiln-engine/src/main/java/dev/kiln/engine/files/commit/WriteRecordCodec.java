package dev.kiln.engine.files.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.engine.files.commit.WriteRecord.Begun;
import dev.kiln.engine.files.commit.WriteRecord.Move;
import dev.kiln.engine.files.commit.WriteRecord.Placed;
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
        if (write instanceof Placed placed) {
            json.put("mark", placed.mark());
            putMoves(json.putArray("replaced"), placed.replaced());
            putPaths(json.putArray("emptied"), placed.emptied());
            putMoves(json.putArray("moves"), placed.moves());
            putPaths(json.putArray("files"), placed.files());
            putPaths(json.putArray("created"), placed.created());
        }
        return MAPPER.writeValueAsBytes(json);
    }

    static WriteRecord decode(byte[] bytes) throws IOException {
        JsonNode json = MAPPER.readTree(bytes);
        Path staging = path(json, "staging");
        if (!json.has("mark")) {
            return new Begun(staging);
        }
        return new Placed(
                staging,
                json.required("mark").textValue(),
                moves(json, "replaced"),
                paths(json, "emptied"),
                moves(json, "moves"),
                paths(json, "files"),
                paths(json, "created"));
    }

    private static void putMoves(ArrayNode array, List<Move> moves) {
        for (Move move : moves) {
            array.addObject()
                    .put("from", move.from().toString())
                    .put("to", move.to().toString());
        }
    }

    private static List<Move> moves(JsonNode json, String field) {
        List<Move> moves = new ArrayList<>();
        json.required(field).forEach(move -> moves.add(new Move(path(move, "from"), path(move, "to"))));
        return moves;
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
