package dev.kiln.store.server;

import dev.kiln.store.StoreCondition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;

/** Servers that have rows and aren't there, and giving them up. Safe for use by several threads. */
final class Departures {
    private final Ignite ignite;
    private final MemberStates states;

    Departures(Ignite ignite, MemberStates states) {
        this.ignite = ignite;
        this.states = states;
    }

    /** The names of servers that are missing, and their hosts. */
    Map<String, String> missing() {
        Map<String, String> missing = new TreeMap<>();
        absent().forEach(server -> missing.put(name(server), MemberAttributes.host(server)));
        return missing;
    }

    private List<BaselineNode> absent() {
        Set<Object> present = new HashSet<>();
        ignite.cluster().forServers().nodes().forEach(node -> present.add(node.consistentId()));
        Collection<BaselineNode> baseline = ignite.cluster().currentBaselineTopology();
        return baseline == null
                ? List.of()
                : baseline.stream()
                        .filter(MemberAttributes::isServer)
                        .filter(node -> !present.contains(node.consistentId()))
                        .toList();
    }

    private static String name(BaselineNode server) {
        return String.valueOf(server.consistentId());
    }

    /**
     * Goes on without servers: their share of the buckets becomes that of others, which have it from copies, and what nobody
     * has a copy of is gone for good. Of a store that hasn't opened yet, all servers that are missing have to be named.
     *
     * @param names of the servers
     * @return the buckets that are gone, by tables
     * @throws dev.kiln.store.StoreException {@code INVALID_OPTION} if one of them isn't missing, or another one is
     */
    Map<String, List<Integer>> forget(Set<String> names) {
        Map<String, String> missing = missing();
        if (!missing.keySet().containsAll(names) || names.isEmpty()) {
            throw Failures.invalidOption(
                    "server", "Servers that are missing: " + missing + "; not all of " + names + " are");
        }
        boolean closed = ignite.cluster().state() != ClusterState.ACTIVE;
        if (closed && missing.size() > names.size()) {
            Set<String> others = new TreeSet<>(missing.keySet());
            others.removeAll(names);
            throw Failures.invalidOption(
                    "server", "The store doesn't open before these are started, or given up as well: " + others);
        }
        List<ClusterNode> servers = ignite.cluster().forServers().nodes().stream()
                .filter(MemberAttributes::isServer)
                .toList();
        if (servers.isEmpty()) {
            throw Failures.of(StoreCondition.UNAVAILABLE, "No server is there", Map.of());
        }
        if (closed) {
            ignite.cluster().state(ClusterState.ACTIVE);
        }
        Map<String, List<Integer>> lost = states.lost();
        List<BaselineNode> next = new ArrayList<>(servers);
        // Locators that were there when the store was first started; as long as they run they can't be left out.
        Set<Object> known = new HashSet<>();
        ignite.cluster().currentBaselineTopology().forEach(node -> known.add(node.consistentId()));
        ignite.cluster().forServers().nodes().stream()
                .filter(node -> !MemberAttributes.isServer(node) && known.contains(node.consistentId()))
                .forEach(next::add);
        absent().stream().filter(server -> !names.contains(name(server))).forEach(next::add);
        ignite.cluster().setBaselineTopology(next);
        return lost;
    }
}
