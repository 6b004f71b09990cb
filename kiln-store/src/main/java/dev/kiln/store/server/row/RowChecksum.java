package dev.kiln.store.server.row;

import dev.kiln.store.row.RowScan;
import dev.kiln.store.table.Column;
import java.util.Optional;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.internal.binary.BinaryObjectImpl;

/** Tells whether a row is still as somebody read it. All copies of a row have the same bytes, so any of them may be asked. */
final class RowChecksum {
    /** The column that stands for it in batches. */
    static final Column COLUMN =
            new Column(RowScan.CHECKSUM, "checksum", "long", false, Optional.empty(), Optional.empty(), "{}");

    private static final XXHash64 HASH = XXHashFactory.fastestJavaInstance().hash64();
    private static final long SEED = 0x6b696c6eL;

    private RowChecksum() {}

    /** @param value what a row has beside its key, as it is stored */
    static long of(BinaryObject value) {
        BinaryObjectImpl stored = (BinaryObjectImpl) value;
        return HASH.hash(stored.array(), stored.start(), stored.length(), SEED);
    }
}
