package dev.kiln.store;

import java.util.List;
import java.util.Optional;

/**
 * A process of the store.
 *
 * @param id names the member until it ends
 * @param role what it is for
 * @param host the name that it goes by, which is what executors on the same machine should call theirs
 * @param addresses numeric addresses that it listens on
 * @param port where it takes clients
 * @param zone the redundancy zone: copies of a bucket avoid sharing one
 */
public record Member(String id, Role role, String host, List<String> addresses, int port, Optional<String> zone) {
    public Member {
        addresses = List.copyOf(addresses);
    }

    /** What a member is for. */
    public enum Role {
        /** Where members and clients find the others. Holds no rows. */
        LOCATOR,
        /** Holds rows. */
        SERVER
    }
}
