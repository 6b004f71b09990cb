package dev.kiln.store.server;

import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.lang.IgnitePredicate;

/** Keeps rows and what is known of tables off locators. */
public final class OnServers implements IgnitePredicate<ClusterNode> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean apply(ClusterNode node) {
        return MemberAttributes.isServer(node);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OnServers;
    }

    @Override
    public int hashCode() {
        return 1;
    }
}
