package dev.kiln.store.server;

import dev.kiln.store.StoreCondition;
import java.util.Map;
import org.apache.ignite.Ignite;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.persistence.DataRegion;
import org.apache.ignite.internal.processors.cache.persistence.IgniteCacheDatabaseSharedManager;
import org.apache.ignite.internal.processors.cache.persistence.freelist.AbstractFreeList;

/**
 * The memory of a server for rows that only memory holds. Durable rows need none: what isn't used goes to the disk. Safe for
 * use by several threads.
 */
final class Room {
    /** What is left is for lists of batches, and for copies that other servers send. */
    private static final double MOST_USED = 0.9;

    private final Ignite ignite;

    Room(Ignite ignite) {
        this.ignite = ignite;
    }

    /** @throws dev.kiln.store.StoreException {@code STORE_FULL} if so many more bytes would be too many */
    void check(long bytes) {
        if (!(ignite instanceof IgniteEx member)) {
            return;
        }
        IgniteCacheDatabaseSharedManager database =
                member.context().cache().context().database();
        for (DataRegion region : database.dataRegions()) {
            if (region.config().getName().equals(RingConfiguration.MEMORY)) {
                long empty = database.freeList(RingConfiguration.MEMORY) instanceof AbstractFreeList<?> list
                        ? list.emptyDataPages()
                        : 0;
                long pages = region.pageMemory().loadedPages() - empty;
                long used = pages * region.pageMemory().systemPageSize();
                if (used + bytes > MOST_USED * region.config().getMaxSize()) {
                    throw Failures.of(
                            StoreCondition.STORE_FULL,
                            "A server of the store has no room left for tables with PERSISTENCE none: " + (used >> 20)
                                    + " MiB of " + (region.config().getMaxSize() >> 20) + " MiB are used",
                            Map.of());
                }
            }
        }
    }
}
