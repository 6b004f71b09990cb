package dev.kiln.store.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS with the certificates that are trusted and, for members and for clients that have one, a certificate of one's own. Whose
 * certificate is signed by a trusted one is let in, whatever its name: the signer should be one for this store alone. Safe for
 * use by several threads.
 */
public final class Tls {
    private static final char[] NO_PASSWORD = new char[0];

    private final SSLContext context;
    private final boolean hasIdentity;

    private Tls(SSLContext context, boolean hasIdentity) {
        this.context = context;
        this.hasIdentity = hasIdentity;
    }

    /**
     * Files of a certificate and its key, in PEM form.
     *
     * @param certificate with those that signed it behind it, as far as others don't have them
     * @param key in PKCS #8 form, not encrypted
     */
    public record Identity(Path certificate, Path key) {}

    /**
     * Reads files in PEM form.
     *
     * @throws IllegalArgumentException if one of them can't be used; the message names it
     */
    public static Tls of(Path trust, Optional<Identity> identity) {
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(trusted(Pem.certificates(trust)));
            KeyManager[] keys = identity.isPresent() ? keys(identity.get()) : new KeyManager[0];
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted.getTrustManagers(), new SecureRandom());
            return new Tls(context, identity.isPresent());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS can't be set up: " + e, e);
        }
    }

    private static KeyStore trusted(List<Certificate> certificates) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("trusted" + i, certificates.get(i));
        }
        return store;
    }

    private static KeyManager[] keys(Identity identity) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry(
                "own",
                Pem.key(identity.key()),
                NO_PASSWORD,
                Pem.certificates(identity.certificate()).toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    public SSLContext context() {
        return context;
    }

    /** Whether there is a certificate of one's own, as members need one. */
    public boolean hasIdentity() {
        return hasIdentity;
    }
}
