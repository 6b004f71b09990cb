package dev.kiln.store.server;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.TopologyValidator;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cluster.BaselineTopology;

/**
 * Whether the members that see one another may change anything. A network that falls apart leaves several rings, of which one
 * at most may go on: the one with most of the servers that hold rows; of two halves the one with most of the locators; of two
 * halves of these as well, the one with the server whose name is the least. Servers that have died and servers that can't be
 * seen are the same to the others. Safe for use by several threads.
 */
final class Quorum implements TopologyValidator {
    private static final long serialVersionUID = 1L;

    private final transient Ignite ignite;
    private final int locators;

    /** @param locators how many there are to be */
    Quorum(Ignite ignite, int locators) {
        this.ignite = ignite;
        this.locators = locators;
    }

    /** Whether the members that are there now are enough. */
    boolean isHeld() {
        return validate(ignite.cluster().forServers().nodes());
    }

    @Override
    public boolean validate(Collection<ClusterNode> present) {
        // Not by the public way, which is closed while a member is being started.
        BaselineTopology baseline =
                ((IgniteEx) ignite).context().state().clusterState().baselineTopology();
        return baseline == null
                || isHeld(
                        baseline.currentBaseline().stream()
                                .filter(MemberAttributes::isServer)
                                .map(server -> String.valueOf(server.consistentId()))
                                .toList(),
                        present.stream()
                                .map(node -> String.valueOf(node.consistentId()))
                                .toList(),
                        (int) present.stream()
                                .filter(node -> !MemberAttributes.isServer(node))
                                .count(),
                        locators);
    }

    /**
     * @param servers names of those that hold rows
     * @param present names of the members that are there
     * @param seen how many locators are there
     * @param locators how many there are to be
     */
    static boolean isHeld(Collection<String> servers, Collection<String> present, int seen, int locators) {
        Set<String> there = new HashSet<>(servers);
        there.retainAll(Set.copyOf(present));
        if (servers.isEmpty()) {
            return true;
        }
        if (2 * there.size() != servers.size()) {
            return 2 * there.size() > servers.size();
        }
        int all = Math.max(seen, locators);
        if (2 * seen != all) {
            return 2 * seen > all;
        }
        return there.contains(new TreeSet<>(servers).first());
    }
}
