package dev.kiln.store.client;

import dev.kiln.store.Member;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members as a client knows them, and one connection to each that it has spoken to. Safe for use by several threads. */
final class Ring implements AutoCloseable {
    /** How old what is known of members may become. */
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private final ClientSettings settings;
    private final Map<String, MemberConnection> connections = new HashMap<>();
    /** Members that have just failed are asked last, until they are seen again. */
    private final Set<String> doubtful = new HashSet<>();

    private List<Member> members = List.of();
    private long asked;
    private boolean closed;

    Ring(ClientSettings settings) {
        this.settings = settings;
    }

    static String address(Member member) {
        String host = member.addresses().isEmpty()
                ? member.host()
                : member.addresses().get(0);
        return host + ":" + member.port();
    }

    /** The connection to an address, which is made if there is none. */
    MemberConnection connection(String address) {
        synchronized (this) {
            MemberConnection known = connections.get(address);
            if (known != null) {
                return known;
            }
        }
        MemberConnection made = MemberConnection.open(address, settings.timeout(), settings.access());
        synchronized (this) {
            MemberConnection other = closed ? null : connections.putIfAbsent(address, made);
            if (!closed && other == null) {
                return made;
            }
            made.close();
            if (other != null) {
                return other;
            }
        }
        throw new IllegalStateException("The connection to the store is closed");
    }

    /** Forgets a connection that failed. */
    void failed(String address, MemberConnection connection) {
        boolean mine;
        synchronized (this) {
            mine = connections.remove(address, connection);
            doubtful.add(address);
            asked = 0;
        }
        if (mine) {
            connection.close();
        }
    }

    synchronized void doubt(String address) {
        doubtful.add(address);
        asked = 0;
    }

    /**
     * The members, asked again if what is known is old.
     *
     * @throws StoreException {@code UNAVAILABLE} if none answers
     */
    List<Member> members() {
        synchronized (this) {
            if (!members.isEmpty() && asked != 0 && System.nanoTime() - asked < FRESH_NANOS) {
                return members;
            }
        }
        return refresh();
    }

    List<Member> refresh() {
        Set<String> candidates = new LinkedHashSet<>();
        synchronized (this) {
            // Where a connection is open the answer is quickest; locators may have moved on without it.
            connections.keySet().stream()
                    .filter(address -> !doubtful.contains(address))
                    .forEach(candidates::add);
            candidates.addAll(settings.locators());
            members.forEach(member -> candidates.add(address(member)));
        }
        @Nullable StoreException last = null;
        for (String address : candidates) {
            Optional<MemberConnection> connection = Optional.empty();
            try {
                connection = Optional.of(connection(address));
                List<Member> found = connection
                        .get()
                        .call(new Request.Members(), List.of())
                        .as(Request.MemberList.class)
                        .members();
                known(found);
                return found;
            } catch (StoreException e) {
                if (e.condition() == StoreCondition.ACCESS_DENIED) {
                    throw e;
                }
                last = e;
                if (e.getCause() != null) {
                    connection.ifPresentOrElse(made -> failed(address, made), () -> doubt(address));
                }
            }
        }
        throw new StoreException(
                StoreCondition.UNAVAILABLE,
                "No member of the store answers at " + String.join(", ", settings.locators())
                        + (last == null ? "" : ": " + last.getMessage()),
                last == null ? new IllegalStateException("nobody to ask") : last);
    }

    private void known(List<Member> found) {
        List<MemberConnection> unneeded = new ArrayList<>();
        synchronized (this) {
            members = found;
            asked = System.nanoTime();
            Set<String> addresses = new HashSet<>(settings.locators());
            found.forEach(member -> addresses.add(address(member)));
            doubtful.clear();
            connections.entrySet().removeIf(entry -> {
                boolean gone = !addresses.contains(entry.getKey());
                if (gone) {
                    unneeded.add(entry.getValue());
                }
                return gone;
            });
        }
        unneeded.forEach(MemberConnection::close);
    }

    /** The servers, those that have just failed at the end. */
    List<Member> servers() {
        List<Member> servers = new ArrayList<>();
        List<Member> last = new ArrayList<>();
        for (Member member : members()) {
            if (member.role() == Member.Role.SERVER && member.port() != 0) {
                (isDoubtful(member) ? last : servers).add(member);
            }
        }
        servers.addAll(last);
        return servers;
    }

    private synchronized boolean isDoubtful(Member member) {
        return doubtful.contains(address(member));
    }

    @Override
    public void close() {
        List<MemberConnection> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(connections.values());
            connections.clear();
        }
        open.forEach(MemberConnection::close);
    }
}
