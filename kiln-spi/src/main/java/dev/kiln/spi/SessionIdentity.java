package dev.kiln.spi;

import static java.util.Objects.requireNonNull;

/**
 * The key of a session.
 *
 * @param userId the user that the front door has accepted; may be empty, as the protocol allows
 * @param sessionId the id that the client chose, verbatim
 */
public record SessionIdentity(String userId, String sessionId) {
    public SessionIdentity {
        requireNonNull(userId, "userId");
        requireNonNull(sessionId, "sessionId");
    }
}
