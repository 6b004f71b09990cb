package dev.kiln.cli;

import dev.kiln.app.UserException;
import dev.kiln.store.access.Access;
import dev.kiln.store.access.AccessSettings;
import dev.kiln.store.access.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What lets members and clients into a store, as every command of the store takes it. */
final class StoreAccessOptions {
    private static final String TOKEN = "KILN_STORE_TOKEN";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:KILN_STORE_TOKEN_FILE}",
            description = "The file with the secret that members and clients of the store share (default:"
                    + " KILN_STORE_TOKEN_FILE; clients take the secret itself from KILN_STORE_TOKEN).")
    private @Nullable Path tokenFile;

    @Option(
            names = "--tls-trust",
            paramLabel = "FILE",
            description = "Certificates that are trusted, in PEM form. With them there is TLS.")
    private @Nullable Path trust;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "One's own certificate, in PEM form; every member needs one for TLS.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The certificate's key, in PEM form (PKCS #8, not encrypted).")
    private @Nullable Path key;

    /** Of a member: its token is in a file. */
    AccessSettings member() {
        return checked(() -> settings(Optional.empty()));
    }

    /** Of a client. */
    Access client() {
        try {
            return checked(() -> settings(said())).load();
        } catch (IllegalArgumentException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    /**
     * Of a client that takes files alone.
     *
     * @param directory of the owner's alone, where a token that is in no file is put into one
     */
    Map<String, String> clientFiles(Path directory) throws IOException {
        Optional<Token> said = said();
        if (said.isEmpty()) {
            return member().files();
        }
        Path file = directory.resolve("store.token");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, said.get().text());
        Map<String, String> files = new HashMap<>(member().files());
        files.put("tokenFile", file.toString());
        return files;
    }

    private Optional<Token> said() {
        return tokenFile != null
                ? Optional.empty()
                : Optional.ofNullable(System.getenv(TOKEN))
                        .filter(text -> !text.isBlank())
                        .map(Token::new);
    }

    private AccessSettings settings(Optional<Token> said) {
        return new AccessSettings(said, absolute(tokenFile), absolute(trust), absolute(certificate), absolute(key));
    }

    private AccessSettings checked(Supplier<AccessSettings> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static Optional<Path> absolute(@Nullable Path file) {
        return Optional.ofNullable(file).map(Path::toAbsolutePath);
    }

    /** These options for another command, which may run elsewhere. They name files and hold no secret. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        Map<String, String> files = member().files();
        Map.of(
                        "tokenFile", "--token-file",
                        "tls.trust", "--tls-trust",
                        "tls.certificate", "--tls-certificate",
                        "tls.key", "--tls-key")
                .forEach((name, option) -> {
                    if (files.containsKey(name)) {
                        words.addAll(List.of(option, files.get(name)));
                    }
                });
        return words;
    }
}
