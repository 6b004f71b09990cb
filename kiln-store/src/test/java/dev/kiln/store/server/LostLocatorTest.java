package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only locator loses its directory while everything is down. */
@Tag("store")
final class LostLocatorTest {
    private static final MemberSettings.Times QUICK = new MemberSettings.Times(
            Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(60));

    @TempDir
    Path directory;

    @Test
    void aServerStandsInForIt() throws Exception {
        int port = MemberProcess.freePort("127.0.0.1");
        List<String> locators = List.of("127.0.0.1:" + port);
        Table table;
        Batch batch;
        try (MemberProcess locator = MemberProcess.locator(directory.resolve("l"), "127.0.0.1", port, locators);
                MemberProcess server = MemberProcess.server(directory.resolve("s"), "127.0.0.1", locators)) {
            locator.awaitReady();
            server.awaitReady();
            try (Store store = Stores.connect(ClientSettings.of(locators.get(0)))) {
                store.createNamespace("db", Map.of());
                table = store.create(Rows.spec("t", 2, 0, Persistence.SYNC));
                long write = store.beginWrite(table, false);
                List<byte[]> columns = List.of(new byte[] {1}, new byte[] {2});
                batch = Rows.batch(write, 0, 1, columns);
                store.upload(table, 1, batch, columns);
                store.commit(table, Rows.append(write, 0, 1, batch));
            }
            server.stop();
            locator.stop();
        }

        Path empty = directory.resolve("new");
        try (MemberProcess locator = MemberProcess.locator(empty, "127.0.0.1", port, locators);
                MemberProcess server = MemberProcess.server(directory.resolve("s"), "127.0.0.1", locators)) {
            locator.awaitReady();
            assertThatThrownBy(server::awaitReady).hasMessageContaining("This member knows of changes of the store");
        }

        int own = MemberProcess.freePort("127.0.0.1");
        List<String> both = List.of("127.0.0.1:" + port, "127.0.0.1:" + own);
        Path newer = directory.resolve("newer");
        try (MemberProcess server = MemberProcess.start(new MemberSettings(
                        Member.Role.SERVER,
                        directory.resolve("s"),
                        "127.0.0.1",
                        own,
                        both,
                        128L << 20,
                        Optional.empty(),
                        QUICK));
                MemberProcess first = server.awaitReady();
                MemberProcess locator =
                        MemberProcess.locator(newer, "127.0.0.1", port, both).awaitReady();
                Store store = Stores.connect(ClientSettings.of(locators.get(0)))) {
            assertThat(first.isAlive() && locator.isAlive()).isTrue();
            assertThat(store.members()).hasSize(2);
            assertThat(store.snapshot(table).buckets().get(1).batches()).containsExactly(batch);
            assertThat(store.read(table, 1, batch.id(), List.of(1), Optional.empty(), "")
                            .columns()
                            .get(0)
                            .orElseThrow())
                    .containsExactly(2);
        }
    }
}
