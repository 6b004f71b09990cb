package dev.kiln.store.server;

import dev.kiln.store.Member;
import dev.kiln.store.access.AccessSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a member is started with.
 *
 * @param role what it is for
 * @param directory its own, which keeps what it is and what it holds
 * @param host the name or address that it listens on and that others reach it by
 * @param port where it takes clients, and the next two ports are used as well; 0 takes free ones, which locators can't do
 * @param locators all locators of the store, as {@code host:port}; of a locator the others, its own may be among them. A
 *     server that is named itself may be the first of a ring, which puts a store right whose locators have lost their
 *     directories
 * @param memory bytes that a server keeps in memory outside of its heap
 * @param zone copies of a bucket avoid sharing one
 * @param times how long things may take
 * @param access what lets others in, and this member into the ring; a member's token is in a file
 */
public record MemberSettings(
        Member.Role role,
        Path directory,
        String host,
        int port,
        List<String> locators,
        long memory,
        Optional<String> zone,
        Times times,
        AccessSettings access) {
    public MemberSettings {
        locators = locators.stream()
                .map(String::strip)
                .map(locator -> locator.contains(":") ? locator : locator + ":10334")
                .toList();
        if (locators.stream().anyMatch(locator -> !locator.matches("[^\\s:]+:\\d{1,5}"))) {
            throw new IllegalArgumentException("Locators are named as host:port, not " + locators);
        }
        if (role == Member.Role.LOCATOR ? port < 1 || port > 65533 : port < 0 || port > 65535) {
            throw new IllegalArgumentException("The port " + port + " can't be used");
        }
        if (access.token().isPresent()) {
            throw new IllegalArgumentException("A member is told its token by a file");
        }
        if (access.trust().isPresent() && access.certificate().isEmpty()) {
            throw new IllegalArgumentException("A member with TLS needs a certificate of its own, and its key");
        }
    }

    /** Of a member that lets in everybody who reaches it. */
    public MemberSettings(
            Member.Role role,
            Path directory,
            String host,
            int port,
            List<String> locators,
            long memory,
            Optional<String> zone,
            Times times) {
        this(role, directory, host, port, locators, memory, zone, times, AccessSettings.NONE);
    }

    /**
     * How long things may take.
     *
     * @param failure until a member that doesn't answer is taken for dead
     * @param replace until a server that is gone is replaced by copies on others
     * @param write until a write that nothing is heard of is given up
     * @param retention how long batches can be read that a commit has removed
     */
    public record Times(Duration failure, Duration replace, Duration write, Duration retention) {
        /** For networks that may be slow for a moment. */
        public static final Times STANDARD = new Times(
                Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofMinutes(10), Duration.ofMinutes(15));
    }
}
