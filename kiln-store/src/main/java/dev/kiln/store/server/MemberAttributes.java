package dev.kiln.store.server;

import dev.kiln.store.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;

/** What the members of a ring tell one another of themselves. */
final class MemberAttributes {
    private static final String ROLE = "kiln.store.role";
    private static final String HOST = "kiln.store.host";
    private static final String ZONE = "kiln.store.zone";
    /** Ignite's own: the port that its listener for clients has got. */
    private static final String CLIENT_PORT = "clientListenerPort";

    private MemberAttributes() {}

    static Map<String, Object> of(MemberSettings settings) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(ROLE, settings.role().name());
        attributes.put(HOST, settings.host());
        settings.zone().ifPresent(zone -> attributes.put(ZONE, zone));
        return attributes;
    }

    static boolean isServer(BaselineNode node) {
        return Member.Role.SERVER.name().equals(node.attribute(ROLE));
    }

    /** What copies of a bucket should not have in common: the zone, or without zones the machine. */
    static String zone(ClusterNode node) {
        String zone = node.attribute(ZONE);
        String host = node.attribute(HOST);
        return zone == null ? "host:" + host : "zone:" + zone;
    }

    static String host(BaselineNode node) {
        String host = node.attribute(HOST);
        return host == null ? String.valueOf(node.consistentId()) : host;
    }

    static Member member(ClusterNode node) {
        Integer port = node.attribute(CLIENT_PORT);
        String host = node.attribute(HOST);
        return new Member(
                node.id().toString(),
                isServer(node) ? Member.Role.SERVER : Member.Role.LOCATOR,
                host == null ? "" : host,
                addresses(node),
                port == null ? 0 : port,
                Optional.ofNullable(node.attribute(ZONE)));
    }

    private static List<String> addresses(ClusterNode node) {
        return new ArrayList<>(node.addresses());
    }
}
