package dev.kiln.store.access;

import java.util.Optional;

/**
 * What lets a member or a client in. Members of a store with a token ask clients for it; those with TLS alone ask them for a
 * certificate that is trusted; those with neither let in everybody who reaches them.
 */
public record Access(Optional<Token> token, Optional<Tls> tls) {
    /** Of a store that is open to all. */
    public static final Access OPEN = new Access(Optional.empty(), Optional.empty());

    /** Whether a store that is protected like this is open to nobody without a secret. */
    public boolean isProtected() {
        return token.isPresent() || tls.isPresent();
    }
}
