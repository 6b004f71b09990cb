package dev.kiln.store.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in the text form that most tools write. Errors name the file. */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private Pem() {}

    /** All certificates of a file, in order; at least one. */
    static List<Certificate> certificates(Path file) {
        try {
            List<Certificate> found = new ArrayList<>(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
            if (found.isEmpty()) {
                throw new IllegalArgumentException("The file " + file + " holds no certificate");
            }
            return found;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("The certificates of " + file + " can't be read: " + e, e);
        }
    }

    /** The key of a file, which isn't encrypted: RSA, EC or Ed25519. */
    static PrivateKey key(Path file) {
        byte[] encoded;
        try {
            Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!matcher.find()) {
                throw new IllegalArgumentException(
                        "The file " + file + " holds no key in PKCS #8 form ('BEGIN PRIVATE KEY', not encrypted)");
            }
            encoded = Base64.getMimeDecoder().decode(matcher.group(1));
        } catch (IOException e) {
            throw new IllegalArgumentException("The key file " + file + " can't be read: " + e, e);
        }
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // Of another algorithm.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Every Java has " + algorithm, e);
            }
        }
        throw new IllegalArgumentException("The key of " + file + " is none of " + String.join(", ", ALGORITHMS));
    }
}
