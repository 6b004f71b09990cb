package dev.kiln.store.server;

import static dev.kiln.store.server.AccessRing.tls;
import static dev.kiln.store.server.AccessRing.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.access.Tls;
import dev.kiln.store.access.Token;
import dev.kiln.store.ddl.TableDefinition;
import dev.kiln.store.table.Column;
import dev.kiln.store.table.TableKind;
import dev.kiln.store.table.TableName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.ignite.Ignition;
import org.apache.ignite.client.ClientException;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.client.SslMode;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a store with a token and TLS lets in. */
final class AccessTest {
    @TempDir
    static Path directory;

    private static Path tokenFile;
    private static Path otherFile;
    private static Certificates trusted;
    private static AccessRing ring;

    @BeforeAll
    static void start() throws Exception {
        tokenFile = directory.resolve("token");
        otherFile = directory.resolve("other");
        Token.create(tokenFile);
        Token.create(otherFile);
        trusted = Certificates.make(directory, "trusted");
        ring = AccessRing.start(directory.resolve("ring"), trusted.settings(Optional.of(tokenFile)));
    }

    @AfterAll
    static void stop() {
        if (ring != null) {
            ring.close();
        }
    }

    @Test
    void clientsSayTheTokenToMembersThatTheyTrust() {
        ring.ignores(token(tokenFile));
        ring.refuses(tls(trusted.certificate(), Map.of()));
        ring.refuses(tls(trusted.certificate(), token(otherFile)));
        ring.letsIn(tls(trusted.certificate(), token(tokenFile)));
    }

    @Test
    void membersProveTheToken() {
        ring.doesNotTake("wrong", trusted.settings(Optional.of(otherFile)));
    }

    @Test
    void jdbcSaysTheTokenAndReachesRowTablesAlone() throws Exception {
        String secret = Files.readString(tokenFile).strip();
        String address;
        try (Store store = ring.connect(tls(trusted.certificate(), token(tokenFile)))) {
            store.createNamespace("shop", Map.of());
            Column id = new Column(1, "id", "\"long\"", false, Optional.empty(), Optional.empty(), "{}");
            store.create(new TableDefinition(
                            new TableName("shop", "items"),
                            TableKind.ROW,
                            List.of(id),
                            List.of(),
                            Map.of("KEY_COLUMNS", "id"),
                            Map.of(),
                            Optional.empty())
                    .spec(other -> Optional.empty()));
            Member server = store.members().get(1);
            address = server.host() + ":" + server.port();
        }
        StringBuilder url = new StringBuilder("jdbc:ignite:thin://" + address + "?sslMode=require");
        for (String store : List.of("sslTrustCertificateKeyStore", "sslClientCertificateKeyStore")) {
            url.append("&" + store + "Type=PKCS12&" + store + "Url=" + trusted.store() + "&" + store + "Password="
                    + Certificates.PASSWORD);
        }
        String encrypted = url.toString();
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:ignite:thin://" + address, Token.USER, secret))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> DriverManager.getConnection(encrypted)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> DriverManager.getConnection(encrypted, Token.USER, "no such secret"))
                .isInstanceOf(SQLException.class);
        try (Connection connection = DriverManager.getConnection(encrypted, Token.USER, secret);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO shop.items (id) VALUES (7)"))
                    .isEqualTo(1);
            try (ResultSet found = statement.executeQuery("SELECT id FROM shop.items")) {
                assertThat(found.next()).isTrue();
                assertThat(found.getLong(1)).isEqualTo(7);
            }
            assertThatThrownBy(() -> statement.execute("DROP TABLE shop.items")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute("CREATE TABLE own (id INT PRIMARY KEY, v INT)"))
                    .isInstanceOf(SQLException.class);
        }
        ClientConfiguration raw = new ClientConfiguration()
                .setAddresses(address)
                .setUserName(Token.USER)
                .setUserPassword(secret)
                .setSslMode(SslMode.REQUIRED)
                .setSslContextFactory(Tls.of(trusted.certificate(), Optional.empty())::context);
        try (IgniteClient client = Ignition.startClient(raw)) {
            assertThatThrownBy(() -> client.<String, byte[]>cache("catalog").put("x", new byte[0]))
                    .isInstanceOf(ClientException.class);
            assertThatThrownBy(() -> client.createCache("own")).isInstanceOf(ClientException.class);
        }
    }

    @Test
    void aTokenFileIsItsOwnersAlone() throws Exception {
        String before = Files.readString(tokenFile);
        Token.create(tokenFile);
        assertThat(Files.readString(tokenFile)).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile)))
                .isEqualTo("rw-------");
        assertThat(Token.read(tokenFile).toString()).doesNotContain(before.strip());
    }
}
