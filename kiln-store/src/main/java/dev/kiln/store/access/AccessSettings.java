package dev.kiln.store.access;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where what lets one in is kept. Immutable.
 *
 * @param token the secret itself, where it was said; for clients
 * @param tokenFile the file that holds it, where it wasn't
 * @param trust certificates that are trusted, in PEM form; with them there is TLS
 * @param certificate one's own
 * @param key of that certificate
 */
public record AccessSettings(
        Optional<Token> token,
        Optional<Path> tokenFile,
        Optional<Path> trust,
        Optional<Path> certificate,
        Optional<Path> key) {
    /** Of a store that is open to all. */
    public static final AccessSettings NONE = new AccessSettings(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The names under which settings have these, behind a prefix. */
    public static final Set<String> NAMES = Set.of("token", "tokenFile", "tls.trust", "tls.certificate", "tls.key");

    public AccessSettings {
        if (token.isPresent() && tokenFile.isPresent()) {
            throw new IllegalArgumentException("The store's token was given twice: itself, and by a file");
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("A certificate for the store needs its key, and a key its certificate");
        }
        if (certificate.isPresent() && trust.isEmpty()) {
            throw new IllegalArgumentException(
                    "TLS with the store needs the certificates that are trusted (tls.trust) beside one's own");
        }
    }

    /** A store that is protected by the token of a file. */
    public static AccessSettings ofTokenFile(Path file) {
        return new AccessSettings(
                Optional.empty(), Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Out of settings by {@link #NAMES}; empty ones are none.
     *
     * @throws IllegalArgumentException if they contradict one another
     */
    public static AccessSettings of(Map<String, String> named) {
        return new AccessSettings(
                text(named, "token").map(Token::new),
                path(named, "tokenFile"),
                path(named, "tls.trust"),
                path(named, "tls.certificate"),
                path(named, "tls.key"));
    }

    private static Optional<String> text(Map<String, String> named, String name) {
        return Optional.ofNullable(named.get(name)).filter(value -> !value.isBlank());
    }

    private static Optional<Path> path(Map<String, String> named, String name) {
        return text(named, name).map(Path::of).map(Path::toAbsolutePath);
    }

    /** What {@link #of} takes, without a token that was said: it is in no file that this could name. */
    public Map<String, String> files() {
        Map<String, String> named = new TreeMap<>();
        tokenFile.ifPresent(file -> named.put("tokenFile", file.toString()));
        trust.ifPresent(file -> named.put("tls.trust", file.toString()));
        certificate.ifPresent(file -> named.put("tls.certificate", file.toString()));
        key.ifPresent(file -> named.put("tls.key", file.toString()));
        return named;
    }

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException if one of them can't be used; the message names it
     */
    public Access load() {
        Optional<Tls.Identity> identity = certificate.map(file -> new Tls.Identity(file, key.orElseThrow()));
        return new Access(token.or(() -> tokenFile.map(Token::read)), trust.map(file -> Tls.of(file, identity)));
    }
}
