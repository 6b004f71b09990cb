package dev.kiln.store.server;

import dev.kiln.store.wire.StoreService;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ignite.Ignite;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.apache.ignite.services.Service;
import org.jspecify.annotations.Nullable;

/** The service as Ignite knows it: it is sent to every member, where it finds what that member is made of. */
public final class MemberService implements StoreService, Service {
    private static final long serialVersionUID = 1L;
    /** By the name of the instance: tests have several members in one process. */
    private static final Map<String, StoreNode> NODES = new ConcurrentHashMap<>();

    @IgniteInstanceResource
    private transient @Nullable Ignite ignite;

    static void register(String name, StoreNode node) {
        NODES.put(name, node);
    }

    static void forget(String name) {
        NODES.remove(name);
    }

    @Override
    public List<byte[]> call(List<byte[]> message) {
        StoreNode node = NODES.get(Objects.requireNonNull(ignite).name());
        return Objects.requireNonNull(node).answer(message);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemberService;
    }

    @Override
    public int hashCode() {
        return 1;
    }
}
