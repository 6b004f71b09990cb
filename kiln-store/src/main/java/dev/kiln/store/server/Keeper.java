package dev.kiln.store.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;

/**
 * Keeps the ring going without a hand: the oldest member starts the store when all servers that had its rows are back, gives
 * servers that join their share, replaces servers that stay away, and takes back what was lost when they return. For one
 * thread.
 *
 * <p>A server whose rows nobody else has is waited for: were it replaced, its rows would be gone for good.
 */
final class Keeper {
    private static final System.Logger LOG = System.getLogger(Keeper.class.getName());

    private final Ignite ignite;
    private final Caches caches;
    private final Duration patience;
    private final Quorum quorum;
    /** Since when servers have been away, by {@link System#nanoTime()}. */
    private final Map<Object, Long> away = new HashMap<>();

    /**
     * @param patience how long a server may be away until it is replaced
     * @param quorum without which nobody is replaced: those that are away may go on without this member
     */
    Keeper(Ignite ignite, Caches caches, Duration patience, Quorum quorum) {
        this.ignite = ignite;
        this.caches = caches;
        this.patience = patience;
        this.quorum = quorum;
    }

    void step() {
        if (!ignite.cluster().forServers().forOldest().node().isLocal()) {
            away.clear();
            return;
        }
        List<ClusterNode> servers = ignite.cluster().forServers().nodes().stream()
                .filter(MemberAttributes::isServer)
                .toList();
        if (ignite.cluster().state() != ClusterState.ACTIVE) {
            activate(servers);
        } else if (quorum.isHeld()) {
            keep(servers);
        }
    }

    private void activate(List<ClusterNode> servers) {
        Collection<BaselineNode> baseline = ignite.cluster().currentBaselineTopology();
        Set<Object> present = ids(servers);
        boolean complete = baseline == null
                || baseline.stream()
                        .filter(MemberAttributes::isServer)
                        .allMatch(server -> present.contains(server.consistentId()));
        if (complete && !servers.isEmpty()) {
            ignite.cluster().state(ClusterState.ACTIVE);
        }
    }

    private void keep(List<ClusterNode> servers) {
        Set<Object> present = ids(servers);
        Map<Object, BaselineNode> baseline = new HashMap<>();
        Collection<BaselineNode> current = ignite.cluster().currentBaselineTopology();
        if (current != null) {
            current.forEach(node -> baseline.put(node.consistentId(), node));
        }
        Set<Object> gone = new HashSet<>(baseline.keySet());
        gone.removeAll(present);
        // Locators that were there when the store was first started are in it for as long as they run. They hold
        // nothing.
        gone.removeIf(id -> !MemberAttributes.isServer(baseline.get(id)));
        Set<Object> replaced = new HashSet<>(gone);
        replaced.removeIf(id -> !mayBeReplaced(id));
        away.keySet().retainAll(gone);
        boolean joined = !baseline.keySet().containsAll(present);
        if (joined || !replaced.isEmpty()) {
            List<BaselineNode> next = new ArrayList<>(servers);
            ignite.cluster().forServers().nodes().stream()
                    .filter(node -> !MemberAttributes.isServer(node) && baseline.containsKey(node.consistentId()))
                    .forEach(next::add);
            gone.stream().filter(id -> !replaced.contains(id)).forEach(id -> next.add(baseline.get(id)));
            LOG.log(System.Logger.Level.INFO, "Rows are now held by {0}", ids(next));
            ignite.cluster().setBaselineTopology(next);
            gone.removeAll(replaced);
        }
        if (!caches.hasReplicated() && !servers.isEmpty()) {
            caches.createReplicated();
        }
        takeBack(gone.isEmpty());
    }

    private boolean mayBeReplaced(Object server) {
        long since = away.computeIfAbsent(server, id -> System.nanoTime());
        return System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(patience.toMillis())
                && !caches.hasLost(
                        ignite.cacheNames().stream().filter(Caches::isDurable).toList());
    }

    /**
     * Opens lost buckets again. Durable ones have their rows back when all servers are; what only memory held is gone, and
     * tables that miss it say so when it is read.
     */
    private void takeBack(boolean allPresent) {
        List<String> back = ignite.cacheNames().stream()
                .filter(name -> allPresent || !Caches.isDurable(name))
                .filter(name -> caches.hasLost(List.of(name)))
                .toList();
        if (!back.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "Lost buckets are opened again in {0}", back);
            ignite.resetLostPartitions(back);
        }
    }

    private static Set<Object> ids(Collection<? extends BaselineNode> nodes) {
        Set<Object> ids = new HashSet<>();
        nodes.forEach(node -> ids.add(node.consistentId()));
        return ids;
    }
}
