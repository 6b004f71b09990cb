package dev.kiln.store.server.access;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.ignite.internal.processors.security.SecurityContext;
import org.apache.ignite.plugin.security.SecuritySubject;
import org.apache.ignite.plugin.security.SecuritySubjectType;
import org.jspecify.annotations.Nullable;

/**
 * Whom something is done for, as Ignite knows it: a member, or clients, which are all the same one. So every member knows
 * them, whichever has let them in. Immutable.
 *
 * @param id of the member's node
 */
record Caller(UUID id, SecuritySubjectType type) implements SecurityContext, SecuritySubject {
    private static final long serialVersionUID = 1L;

    static final Caller CLIENT = new Caller(
            UUID.nameUUIDFromBytes("kiln store client".getBytes(StandardCharsets.US_ASCII)),
            SecuritySubjectType.REMOTE_CLIENT);

    static Caller member(UUID node) {
        return new Caller(node, SecuritySubjectType.REMOTE_NODE);
    }

    boolean isMember() {
        return type == SecuritySubjectType.REMOTE_NODE;
    }

    @Override
    public SecuritySubject subject() {
        return this;
    }

    @Override
    public Object login() {
        return isMember() ? "member" : "client";
    }

    @Override
    public @Nullable InetSocketAddress address() {
        return null;
    }
}
