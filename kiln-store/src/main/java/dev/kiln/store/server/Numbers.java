package dev.kiln.store.server;

import dev.kiln.store.wire.Request;
import java.util.Optional;

/**
 * Numbers that are never given twice, for tables, writes and manifests. A member takes a block at a time, and forces the
 * end of the block to the disks, so that no loss of power brings numbers back. Safe for use by several threads.
 */
final class Numbers {
    private static final long BLOCK = 1000;

    private final Caches caches;
    private final Transactions transactions;
    private final Disks disks;
    private long next;
    private long end;

    Numbers(Caches caches, Transactions transactions, Disks disks) {
        this.caches = caches;
        this.transactions = transactions;
        this.disks = disks;
    }

    synchronized long next() {
        if (next == end) {
            Cells<Request.Number> cells = new Cells<>(caches.catalog(), "", Request.Number.class);
            long start = transactions.run(() -> {
                long first =
                        cells.get("numbers").flatMap(Request.Number::number).orElse(1L);
                cells.put("numbers", new Request.Number(Optional.of(first + BLOCK)));
                return first;
            });
            disks.force();
            next = start;
            end = start + BLOCK;
        }
        return next++;
    }
}
