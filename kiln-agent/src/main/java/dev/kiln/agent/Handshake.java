package dev.kiln.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The driver's side of proving who is who. Kiln sends a challenge; the driver answers with a challenge of its own, its
 * report and a signature of all three; Kiln signs the driver's challenge. The secret that signs is never sent, and nothing
 * that was overheard can be used again.
 */
final class Handshake {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int CHALLENGE_BYTES = 16;

    private final String secret;
    private final String challenge;

    Handshake(String secret) {
        this.secret = secret;
        byte[] random = new byte[CHALLENGE_BYTES];
        new SecureRandom().nextBytes(random);
        this.challenge = hex(random);
    }

    String answer(String theirChallenge, String report) {
        return sign(theirChallenge + " " + challenge + " " + report) + " " + challenge + " " + report;
    }

    /** @throws IOException if it was not Kiln that said this */
    void check(String welcome) throws IOException {
        String expected = sign("welcome " + challenge);
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), welcome.getBytes(StandardCharsets.UTF_8))) {
            throw new IOException("somebody else answers at its owner's address");
        }
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return hex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(String.format("%02x", b));
        }
        return text.toString();
    }
}
