package dev.kiln.store.server;

import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.persistence.wal.FileWriteAheadLogManager;
import org.apache.ignite.lang.IgniteRunnable;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.jspecify.annotations.Nullable;

/** The disks of all servers. Members write their logs without waiting for the disk; who promises more waits here. */
final class Disks {
    private final Ignite ignite;

    Disks(Ignite ignite) {
        this.ignite = ignite;
    }

    /** Returns when everything that was acknowledged before is on the disks of all servers. */
    void force() {
        ignite.compute(ignite.cluster().forPredicate(new OnServers()))
                .withTimeout(30_000)
                .broadcast(new Force());
    }

    /** Forces the log of the server that it is run on. */
    public static final class Force implements IgniteRunnable {
        private static final long serialVersionUID = 1L;

        @IgniteInstanceResource
        private transient @Nullable Ignite ignite;

        @Override
        public void run() {
            if (ignite instanceof IgniteEx member
                    && member.context().cache().context().wal() instanceof FileWriteAheadLogManager log) {
                try {
                    log.flush(null, true);
                } catch (IgniteCheckedException e) {
                    throw new IgniteException(e);
                }
            }
        }
    }
}
