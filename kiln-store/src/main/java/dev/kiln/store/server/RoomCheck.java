package dev.kiln.store.server;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.apache.ignite.Ignite;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.persistence.DataRegion;
import org.apache.ignite.internal.processors.cache.persistence.IgniteCacheDatabaseSharedManager;
import org.apache.ignite.internal.processors.cache.persistence.freelist.AbstractFreeList;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.jspecify.annotations.Nullable;

/** Asks a server how much room it has left. */
final class RoomCheck implements IgniteCallable<RoomCheck.Room> {
    private static final long serialVersionUID = 1L;

    @IgniteInstanceResource
    private transient @Nullable Ignite ignite;

    /** The room of a server, in bytes. No record, whose fields Ignite can't set. */
    static final class Room implements Serializable {
        private static final long serialVersionUID = 1L;

        private final UUID server;
        private final long used;
        private final long most;
        private final long disk;

        Room(UUID server, long used, long most, long disk) {
            this.server = server;
            this.used = used;
            this.most = most;
            this.disk = disk;
        }

        /** Its node's id. */
        UUID server() {
            return server;
        }

        /** What is used of the memory for rows that only memory holds. */
        long used() {
            return used;
        }

        /** What there is of that. */
        long most() {
            return most;
        }

        /** What is free, without what is in memory and will be written there. */
        long disk() {
            return disk;
        }
    }

    @Override
    public Room call() {
        return of((IgniteEx) Objects.requireNonNull(ignite));
    }

    /** The room of this process's member. */
    static Room of(IgniteEx member) {
        IgniteCacheDatabaseSharedManager database =
                member.context().cache().context().database();
        long used = 0;
        long most = 0;
        long unwritten = 0;
        for (DataRegion region : database.dataRegions()) {
            long page = region.pageMemory().systemPageSize();
            String name = region.config().getName();
            if (name.equals(RingConfiguration.MEMORY)) {
                long empty = database.freeList(name) instanceof AbstractFreeList<?> list ? list.emptyDataPages() : 0;
                used = (region.pageMemory().loadedPages() - empty) * page;
                most = region.config().getMaxSize();
            } else if (name.equals(RingConfiguration.DURABLE)) {
                unwritten = region.metrics().getDirtyPages() * page;
            }
        }
        try {
            Path directory = Path.of(member.configuration().getWorkDirectory());
            long free = Files.getFileStore(directory).getUsableSpace();
            return new Room(member.localNode().id(), used, most, free - unwritten);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
