package dev.kiln.store.server.row;

import java.util.Arrays;
import java.util.Optional;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.CacheObject;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.KeyCacheObject;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionState;
import org.apache.ignite.internal.processors.cache.persistence.CacheDataRow;
import org.apache.ignite.internal.util.lang.GridCursor;

/**
 * This server's complete copy of a partition of a row table, whose rows can be gone through from any key on: they are in the
 * order of Ignite's own tree, by the hash and then the bytes of the key, which all copies share. Ignite's public queries can't
 * begin anywhere but at the start. The copy stays until this is closed. For one thread.
 */
final class StoredPartition implements AutoCloseable {
    private final GridCacheContext<?, ?> cache;
    private final GridDhtLocalPartition partition;

    private StoredPartition(GridCacheContext<?, ?> cache, GridDhtLocalPartition partition) {
        this.cache = cache;
        this.partition = partition;
    }

    /** Nothing if this server has no complete copy. */
    static Optional<StoredPartition> open(Ignite ignite, String cacheName, int number) {
        GridCacheContext<?, ?> cache = ((IgniteEx) ignite).cachex(cacheName).context();
        GridDhtLocalPartition partition = cache.topology().localPartition(number);
        if (partition == null || !partition.reserve()) {
            return Optional.empty();
        }
        if (partition.state() != GridDhtPartitionState.OWNING) {
            partition.release();
            return Optional.empty();
        }
        return Optional.of(new StoredPartition(cache, partition));
    }

    /** What is done with a row; says whether to go on. */
    interface Visitor {
        boolean visit(BinaryObject key, BinaryObject value);
    }

    /**
     * Visits rows in order.
     *
     * @param after the bytes of the key that the first row comes after; nothing for the beginning
     * @return the bytes of the key at which the visitor stopped; nothing if it saw all rows
     */
    Optional<byte[]> visit(Optional<byte[]> after, Visitor visitor) {
        try {
            KeyCacheObject from = after.isEmpty() ? null : key(after.get());
            GridCursor<? extends CacheDataRow> rows = partition.dataStore().cursor(cache.cacheId(), from, null);
            long now = System.currentTimeMillis();
            while (rows.next()) {
                CacheDataRow row = rows.get();
                boolean expired = row.expireTime() > 0 && row.expireTime() <= now;
                if (expired || after.isPresent() && Arrays.equals(bytes(row.key()), after.get())) {
                    continue;
                }
                if (!visitor.visit((BinaryObject) row.key(), (BinaryObject) row.value())) {
                    return Optional.of(bytes(row.key()));
                }
            }
            return Optional.empty();
        } catch (IgniteCheckedException e) {
            throw new IgniteException(e);
        }
    }

    private KeyCacheObject key(byte[] bytes) throws IgniteCheckedException {
        return cache.cacheObjects().toKeyCacheObject(cache.cacheObjectContext(), CacheObject.TYPE_BINARY, bytes);
    }

    private byte[] bytes(KeyCacheObject key) throws IgniteCheckedException {
        return key.valueBytes(cache.cacheObjectContext());
    }

    @Override
    public void close() {
        partition.release();
    }
}
