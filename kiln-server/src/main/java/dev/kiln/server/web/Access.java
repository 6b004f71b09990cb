package dev.kiln.server.web;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may look.
 *
 * @param token what the server's calls must carry, if anything: pages take it as a bearer's token or as any user's password
 * @param loopback whether only this machine can connect
 */
record Access(Optional<String> token, boolean loopback) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BASIC = "Basic ";

    /** What a request is refused with. */
    enum Refusal {
        /** The token is missing or wrong. */
        UNAUTHENTICATED,
        /** A page of somebody else's had a browser on this machine ask under a name of its own. */
        FOREIGN_NAME
    }

    Optional<Refusal> refusal(Headers headers) {
        if (token.isPresent()) {
            return isRight(headers.getFirst("Authorization"), token.get())
                    ? Optional.empty()
                    : Optional.of(Refusal.UNAUTHENTICATED);
        }
        return loopback && !isThisMachine(headers.getFirst("Host"))
                ? Optional.of(Refusal.FOREIGN_NAME)
                : Optional.empty();
    }

    private static boolean isRight(@Nullable String given, String token) {
        if (given == null) {
            return false;
        }
        return given.startsWith(BASIC)
                ? isEqual(password(given.substring(BASIC.length())), token)
                : isEqual(given, "Bearer " + token);
    }

    private static String password(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
            return decoded.substring(decoded.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Takes the same time however much of it is right. */
    private static boolean isEqual(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isThisMachine(@Nullable String host) {
        return host != null && LOOPBACK.contains(host.replaceFirst(":\\d+$", ""));
    }
}
