package dev.kiln.store.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that all members of a store and its clients know. Immutable; no method but {@link #text} shows it. */
public final class Token {
    /** The name that clients send with it, where a name is asked for. */
    public static final String USER = "kiln";

    private static final int SHORTEST = 16;
    private static final int RANDOM_BYTES = 32;
    private static final String PROOF = "HmacSHA256";
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

    private final String text;

    /** @throws IllegalArgumentException if it is too short to be a secret */
    public Token(String text) {
        this.text = text.strip();
        if (this.text.length() < SHORTEST) {
            throw new IllegalArgumentException("A store's token has at least " + SHORTEST + " characters");
        }
    }

    /**
     * Reads the token of a file.
     *
     * @throws IllegalArgumentException if the file can't be read or holds none; the message names the file
     */
    public static Token read(Path file) {
        try {
            return new Token(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("The token file " + file + " can't be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The token file " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes a new token to a file that only its owner can read, unless there is one. */
    public static void create(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        Path written = Files.createTempFile(
                file.toAbsolutePath().getParent(), "token", ".new", PosixFilePermissions.asFileAttribute(OWNER_ALONE));
        try {
            Files.writeString(
                    written,
                    HexFormat.of().formatHex(random) + "\n",
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            // A link, other than a move, leaves alone what another process has written meanwhile.
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException e) {
            // Theirs is as good.
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** The secret itself, for what has to be told it. */
    public String text() {
        return text;
    }

    /** Whether this is what was said, in a time that doesn't tell how much of it was right. */
    public boolean is(String said) {
        return MessageDigest.isEqual(bytes(text), bytes(said));
    }

    /** What a member shows to be let in: it is good for that member alone, and doesn't tell the token. */
    public String proof(UUID member) {
        try {
            Mac mac = Mac.getInstance(PROOF);
            mac.init(new SecretKeySpec(bytes(text), PROOF));
            mac.update(bytes("kiln store member"));
            return HexFormat.of()
                    .formatHex(mac.doFinal(ByteBuffer.allocate(2 * Long.BYTES)
                            .putLong(member.getMostSignificantBits())
                            .putLong(member.getLeastSignificantBits())
                            .array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + PROOF, e);
        }
    }

    /** Whether a member has shown what {@link #proof} makes. */
    public boolean isProof(UUID member, String shown) {
        return MessageDigest.isEqual(bytes(proof(member)), bytes(shown));
    }

    private static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token && is(token.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
