package dev.kiln.store.server;

import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.IgniteEx;

/**
 * The room that servers have for rows: memory for those that only memory holds, disk for durable ones. A copy that doesn't find
 * memory on its server would be missed when the others are gone, and a server whose disk is full ends; so all servers that get a
 * copy must have room. Safe for use by several threads.
 */
final class Room {
    private static final System.Logger LOG = System.getLogger(Room.class.getName());

    /** What is left is for lists of batches, for copies that other servers send, and for what was sent since one looked. */
    private static final double MOST_USED = 0.9;

    private static final double MOST_USED_FOR_COPIES = 0.5;

    /** For the log of changes and for what isn't rows. */
    private static final long DISK_LEFT = 192L << 20;

    /** Rows are in the log, and then in the files of their buckets. */
    private static final int TIMES_ON_DISK = 2;

    /** The part of a server's memory that may be sent until one looks again. */
    private static final int MOST_UNSEEN = 100;

    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Ignite ignite;
    private Map<UUID, RoomCheck.Room> known = Map.of();
    private long asked;
    private long sent;

    Room(Ignite ignite) {
        this.ignite = ignite;
    }

    /**
     * @param owners the servers that will hold the bytes, each all of them
     * @param durable whether on disk
     * @throws dev.kiln.store.StoreException {@code STORE_FULL} if so many more bytes would be too many for one of them
     */
    synchronized void check(Collection<ClusterNode> owners, long bytes, boolean durable) {
        if (System.nanoTime() - asked > FRESH_NANOS || !owners.stream().allMatch(this::isKnown)) {
            look();
        }
        for (ClusterNode owner : owners) {
            RoomCheck.Room room = known.get(owner.id());
            if (room == null) {
                continue;
            }
            if (durable && room.disk() - TIMES_ON_DISK * (sent + bytes) < DISK_LEFT) {
                throw full("The disk of the server on " + MemberAttributes.host(owner) + " is full: "
                        + (Math.max(0, room.disk()) >> 20) + " MiB are left");
            }
            if (!durable && room.used() + sent + bytes > MOST_USED * room.most()) {
                throw full("The server on " + MemberAttributes.host(owner)
                        + " has no room left for tables with PERSISTENCE none: " + (room.used() >> 20) + " MiB of "
                        + (room.most() >> 20) + " MiB are used");
            }
        }
        sent += bytes;
    }

    /** Others send to the same servers meanwhile, so what is known of small ones is old soon. */
    private boolean isKnown(ClusterNode owner) {
        RoomCheck.Room room = known.get(owner.id());
        return room != null && sent < room.most() / MOST_UNSEEN;
    }

    private static StoreException full(String message) {
        return Failures.of(StoreCondition.STORE_FULL, message, Map.of());
    }

    /** Whether this server has memory for rows that are there already, once more and for a while. */
    boolean isAmple() {
        RoomCheck.Room here = RoomCheck.of((IgniteEx) ignite);
        return here.used() <= MOST_USED_FOR_COPIES * here.most();
    }

    private void look() {
        Map<UUID, RoomCheck.Room> found = new HashMap<>();
        try {
            ignite.compute(ignite.cluster().forPredicate(MemberAttributes::isServer))
                    .broadcast(new RoomCheck())
                    .forEach(room -> found.put(room.server(), room));
        } catch (IgniteException e) {
            // A server goes just now; where its share goes is looked at again with the next write.
            LOG.log(System.Logger.Level.INFO, "It isn't known how much room servers have", e);
        }
        known = found;
        sent = 0;
        asked = System.nanoTime();
    }
}
