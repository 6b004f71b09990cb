package dev.kiln.store.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.cluster.ClusterNode;
import org.jspecify.annotations.Nullable;

/**
 * Which servers have which bucket: rendezvous hashing, so that a server that comes or goes moves its own share only. Of the
 * servers that would be chosen next, those in a zone that has no copy yet go first; if zones run out, copies share one.
 */
public final class ZonedAffinity extends RendezvousAffinityFunction {
    private static final long serialVersionUID = 1L;

    public ZonedAffinity(int partitions) {
        super(false, partitions);
    }

    @Override
    public List<ClusterNode> assignPartition(
            int part,
            List<ClusterNode> nodes,
            int backups,
            @Nullable Map<UUID, Collection<ClusterNode>> neighborhoodCache) {
        int copies = backups == Integer.MAX_VALUE ? nodes.size() : Math.min(backups + 1, nodes.size());
        List<ClusterNode> order = super.assignPartition(part, nodes, Math.max(0, nodes.size() - 1), neighborhoodCache);
        if (copies >= order.size()) {
            return order;
        }
        List<ClusterNode> chosen = new ArrayList<>();
        Set<String> zones = new HashSet<>();
        for (ClusterNode node : order) {
            if (chosen.size() < copies && zones.add(MemberAttributes.zone(node))) {
                chosen.add(node);
            }
        }
        for (ClusterNode node : order) {
            if (chosen.size() < copies && !chosen.contains(node)) {
                chosen.add(node);
            }
        }
        return chosen;
    }
}
