package dev.kiln.store.batch;

import dev.kiln.store.snapshot.Batch;
import java.util.List;

/**
 * A batch in its final form.
 *
 * @param batch what a manifest says of it
 * @param columns the bytes of its columns, in the order of the batch's chunks
 */
public record EncodedBatch(Batch batch, List<byte[]> columns) {
    public EncodedBatch {
        columns = List.copyOf(columns);
    }
}
