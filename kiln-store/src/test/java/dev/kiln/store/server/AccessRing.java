package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.access.AccessSettings;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A locator and a server, each a process of its own, that ask for something before they let others in. */
final class AccessRing implements AutoCloseable {
    private final Path directory;
    private final String locator;
    private final List<MemberProcess> members;

    private AccessRing(Path directory, String locator, List<MemberProcess> members) {
        this.directory = directory;
        this.locator = locator;
        this.members = members;
    }

    static AccessRing start(Path directory, AccessSettings access) throws Exception {
        int port = MemberProcess.freePort("127.0.0.1");
        String locator = "127.0.0.1:" + port;
        MemberProcess first = MemberProcess.start(new MemberSettings(
                Member.Role.LOCATOR,
                directory.resolve("locator"),
                "127.0.0.1",
                port,
                List.of(locator),
                0,
                Optional.empty(),
                MemberProcess.QUICK,
                access));
        MemberProcess second = MemberProcess.start(server(directory.resolve("server"), locator, access));
        AccessRing ring = new AccessRing(directory, locator, List.of(first, second));
        first.awaitReady();
        second.awaitReady();
        return ring;
    }

    private static MemberSettings server(Path directory, String locator, AccessSettings access) {
        return new MemberSettings(
                Member.Role.SERVER,
                directory,
                "127.0.0.1",
                0,
                List.of(locator),
                128L << 20,
                Optional.empty(),
                MemberProcess.QUICK,
                access);
    }

    Store connect(Map<String, String> more) {
        Map<String, String> properties = new TreeMap<>(more);
        properties.put("kiln.store.locators", locator);
        properties.put("kiln.store.timeout", "10");
        return Stores.connect(ClientSettings.of(properties, "127.0.0.1").orElseThrow());
    }

    /** Has the store say that it doesn't let a client in. */
    void refuses(Map<String, String> properties) {
        assertThatThrownBy(() -> connect(properties))
                .isInstanceOfSatisfying(StoreException.class, AccessRing::isDenied);
    }

    /** Doesn't let a client in, who can't be told why: they don't come to an agreement on TLS. */
    void ignores(Map<String, String> properties) {
        assertThatThrownBy(() -> connect(properties)).isInstanceOf(StoreException.class);
    }

    void doesNotTake(String member, AccessSettings access) {
        assertThatThrownBy(() -> StoreNode.start(server(directory.resolve(member), locator, access))
                        .close())
                .isInstanceOfSatisfying(StoreException.class, AccessRing::isDenied);
    }

    private static void isDenied(StoreException e) {
        assertThat(e.condition()).as(e.toString()).isEqualTo(StoreCondition.ACCESS_DENIED);
    }

    /** Does with a table what clients do. */
    void letsIn(Map<String, String> properties) {
        try (Store store = connect(properties)) {
            assertThat(store.members()).hasSize(2);
            if (!store.namespaces().contains("db")) {
                store.createNamespace("db", Map.of());
            }
            Table table = store.create(Rows.spec("t", 2, 0, Persistence.NONE));
            long write = store.beginWrite(table, false);
            List<byte[]> columns = List.of(new byte[] {1}, new byte[] {2});
            Batch batch = Rows.batch(write, 0, 1, columns);
            store.upload(table, 1, batch, columns);
            store.commit(table, Rows.append(write, 0, 1, batch));
            assertThat(store.snapshot(table).buckets().get(1).batches()).containsExactly(batch);
            store.drop(table.spec().name());
        }
    }

    static Map<String, String> token(Path file) {
        return Map.of("kiln.store.tokenFile", file.toString());
    }

    static Map<String, String> tls(Path trust, Map<String, String> more) {
        Map<String, String> properties = new TreeMap<>(more);
        properties.put("kiln.store.tls.trust", trust.toString());
        return properties;
    }

    static Map<String, String> identity(Certificates certificates) {
        return Map.of(
                "kiln.store.tls.certificate", certificates.certificate().toString(),
                "kiln.store.tls.key", certificates.key().toString());
    }

    @Override
    public void close() {
        members.forEach(MemberProcess::close);
    }
}
