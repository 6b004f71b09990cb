package dev.kiln.engine.analysis;

import com.google.protobuf.ByteString;

/** Takes the result of a query, batch by batch. Blocks while the client is behind. */
@FunctionalInterface
public interface ArrowBatchConsumer {
    /**
     * @param ipcStream a complete Arrow IPC stream: the schema, exactly one record batch and the end marker
     * @param rows how many rows the batch holds
     */
    void accept(ByteString ipcStream, long rows);
}
