package dev.kiln.store.server;

import static dev.kiln.store.server.AccessRing.identity;
import static dev.kiln.store.server.AccessRing.tls;
import static dev.kiln.store.server.AccessRing.token;

import dev.kiln.store.access.AccessSettings;
import dev.kiln.store.access.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores with a token alone, and with TLS alone. */
@Tag("store")
final class AccessWaysTest {
    @TempDir
    Path directory;

    @Test
    void aTokenAlone() throws Exception {
        Path right = directory.resolve("token");
        Path wrong = directory.resolve("other");
        Token.create(right);
        Token.create(wrong);
        Certificates certificates = Certificates.make(directory, "any");
        try (AccessRing ring = AccessRing.start(directory.resolve("ring"), AccessSettings.ofTokenFile(right))) {
            ring.refuses(Map.of());
            ring.refuses(token(wrong));
            ring.refuses(Map.of("kiln.store.token", Files.readString(right).strip() + "x"));
            ring.ignores(tls(certificates.certificate(), token(right)));
            ring.letsIn(token(right));
            ring.letsIn(Map.of("kiln.store.token", Files.readString(right)));
            ring.doesNotTake("wrong", AccessSettings.ofTokenFile(wrong));
            ring.doesNotTake("without", AccessSettings.NONE);
            ring.letsIn(token(right));
        }
    }

    @Test
    void certificatesAlone() throws Exception {
        Certificates trusted = Certificates.make(directory, "trusted");
        Certificates stranger = Certificates.make(directory, "stranger");
        try (AccessRing ring = AccessRing.start(directory.resolve("ring"), trusted.settings(Optional.empty()))) {
            ring.ignores(Map.of());
            ring.ignores(tls(trusted.certificate(), Map.of()));
            ring.ignores(tls(trusted.certificate(), identity(stranger)));
            ring.ignores(tls(stranger.certificate(), identity(trusted)));
            ring.letsIn(tls(trusted.certificate(), identity(trusted)));
            ring.doesNotTake("stranger", stranger.settings(Optional.empty()));
            ring.letsIn(tls(trusted.certificate(), identity(trusted)));
        }
    }
}
