package dev.kiln.server.operation;

import com.google.protobuf.ByteString;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.ExecutePlanResponse.ArrowBatch;
import dev.kiln.protocol.ResultChunkingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Numbers the rows of an operation's Arrow batches and cuts large batches into pieces, if the client takes them. */
final class ArrowChunks {
    private static final long MIN_CHUNK_BYTES = 1024;

    private final long chunkBytes;
    private long rows;

    /** @param maxChunkBytes the server's own limit; zero sends batches whole */
    ArrowChunks(Optional<ResultChunkingOptions> options, long maxChunkBytes) {
        this.chunkBytes = options.filter(ResultChunkingOptions::getAllowArrowBatchChunking)
                .map(allowed -> preferred(allowed, maxChunkBytes))
                .orElse(0L);
    }

    private static long preferred(ResultChunkingOptions options, long max) {
        long wanted = options.getPreferredArrowChunkSize();
        return options.hasPreferredArrowChunkSize() && wanted >= MIN_CHUNK_BYTES && wanted <= max ? wanted : max;
    }

    /** The responses to send in place of this one. */
    List<ExecutePlanResponse.Builder> split(ExecutePlanResponse.Builder response) {
        if (!response.hasArrowBatch()) {
            return List.of(response);
        }
        ArrowBatch.Builder batch = response.getArrowBatchBuilder();
        if (!batch.hasStartOffset()) {
            batch.setStartOffset(rows);
        }
        rows = batch.getStartOffset() + batch.getRowCount();
        return chunkBytes > 0 ? cut(response, batch.build()) : List.of(response);
    }

    private List<ExecutePlanResponse.Builder> cut(ExecutePlanResponse.Builder response, ArrowBatch batch) {
        ByteString data = batch.getData();
        int count = Math.toIntExact(Math.max(1, (data.size() + chunkBytes - 1) / chunkBytes));
        List<ExecutePlanResponse.Builder> pieces = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            int from = Math.toIntExact(index * chunkBytes);
            int to = Math.toIntExact(Math.min(data.size(), from + chunkBytes));
            // Whatever else the response says is said once, by the first piece.
            ExecutePlanResponse.Builder piece = index == 0 ? response : ExecutePlanResponse.newBuilder();
            pieces.add(piece.setArrowBatch(batch.toBuilder()
                    .setData(data.substring(from, to))
                    .setChunkIndex(index)
                    .setNumChunksInBatch(count)));
        }
        return pieces;
    }
}
