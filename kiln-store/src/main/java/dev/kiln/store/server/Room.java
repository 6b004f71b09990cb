package dev.kiln.store.server;

import dev.kiln.store.StoreCondition;
import java.util.Map;
import java.util.Optional;
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

    private static final double MOST_USED_FOR_COPIES = 0.5;

    private final Ignite ignite;

    Room(Ignite ignite) {
        this.ignite = ignite;
    }

    /** @throws dev.kiln.store.StoreException {@code STORE_FULL} if so many more bytes would be too many */
    void check(long bytes) {
        memory().filter(memory -> memory.used() + bytes > MOST_USED * memory.most())
                .ifPresent(memory -> {
                    throw Failures.of(
                            StoreCondition.STORE_FULL,
                            "A server of the store has no room left for tables with PERSISTENCE none: "
                                    + (memory.used() >> 20) + " MiB of " + (memory.most() >> 20) + " MiB are used",
                            Map.of());
                });
    }

    /** Whether there is room for rows that are there already, once more and for a while. */
    boolean isAmple() {
        return memory().filter(memory -> memory.used() > MOST_USED_FOR_COPIES * memory.most())
                .isEmpty();
    }

    /** Bytes. */
    private record Memory(long used, long most) {}

    private Optional<Memory> memory() {
        if (!(ignite instanceof IgniteEx member)) {
            return Optional.empty();
        }
        IgniteCacheDatabaseSharedManager database =
                member.context().cache().context().database();
        for (DataRegion region : database.dataRegions()) {
            if (region.config().getName().equals(RingConfiguration.MEMORY)) {
                long empty = database.freeList(RingConfiguration.MEMORY) instanceof AbstractFreeList<?> list
                        ? list.emptyDataPages()
                        : 0;
                long pages = region.pageMemory().loadedPages() - empty;
                return Optional.of(new Memory(
                        pages * region.pageMemory().systemPageSize(),
                        region.config().getMaxSize()));
            }
        }
        return Optional.empty();
    }
}
