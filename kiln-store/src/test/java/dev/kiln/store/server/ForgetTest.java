package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.process.MemberDirectory;
import dev.kiln.store.process.MemberJvm;
import dev.kiln.store.process.MemberOrders;
import dev.kiln.store.process.MemberProcesses;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose second server never comes back. */
@Tag("store")
final class ForgetTest {
    private static final int BUCKETS = 8;

    @TempDir
    Path directory;

    private final MemberProcesses processes = new MemberProcesses(MemberJvm.ofThisProcess());
    private final List<MemberDirectory> members = new ArrayList<>();

    @AfterEach
    void end() {
        members.forEach(MemberProcesses::stop);
    }

    private MemberDirectory start(Member.Role role, String name, String host, int port, List<String> locators) {
        MemberSettings settings = new MemberSettings(
                role, directory.resolve(name), host, port, locators, 128L << 20, Optional.empty(), MemberProcess.QUICK);
        MemberDirectory member = new MemberDirectory(settings.directory());
        members.add(member);
        processes.start(settings, 256L << 20);
        return member;
    }

    @Test
    void theStoreOpensWithoutItAndNamesWhatIsLost() throws Exception {
        int port = MemberProcess.freePort("127.0.0.1");
        List<String> locators = List.of("127.0.0.1:" + port);
        MemberDirectory locator = start(Member.Role.LOCATOR, "l", "127.0.0.1", port, locators);
        MemberDirectory first = start(Member.Role.SERVER, "s1", "127.0.0.1", 0, locators);
        MemberDirectory second = start(Member.Role.SERVER, "s2", "127.0.0.2", 0, locators);
        Table single;
        Table copied;
        try (Store store = connect(locators)) {
            store.createNamespace("db", Map.of());
            single = store.create(Rows.spec("single", BUCKETS, 0, Persistence.SYNC));
            copied = store.create(Rows.spec("copied", BUCKETS, 1, Persistence.SYNC));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (store.owners(copied).owners().stream().anyMatch(owners -> owners.size() < 2)) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.sleep(50);
            }
            fill(store, single);
            fill(store, copied);
        }
        assertThatThrownBy(() -> MemberOrders.forget(first, List.of("server-of-nobody")))
                .hasMessageContaining("Servers that are missing: {}");
        for (MemberDirectory member : List.of(second, first, locator)) {
            MemberProcesses.stop(member);
        }

        start(Member.Role.LOCATOR, "l", "127.0.0.1", port, locators);
        start(Member.Role.SERVER, "s1", "127.0.0.1", 0, locators);
        MemberDirectory.State waiting = first.running().orElseThrow().state().orElseThrow();
        assertThat(waiting.ready()).isFalse();
        assertThat(waiting.missing()).singleElement().asString().endsWith("@127.0.0.2");
        String name = waiting.missing().get(0).split("@")[0];
        List<String> lost = MemberOrders.forget(first, List.of(name));
        assertThat(lost).singleElement().asString().startsWith("lost     db.single, buckets [");

        try (Store store = connect(locators)) {
            int gone = 0;
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                read(store, copied, bucket);
                try {
                    read(store, single, bucket);
                } catch (StoreException e) {
                    assertThat(e.condition()).isEqualTo(StoreCondition.BUCKETS_LOST);
                    assertThat(e.parameters()).containsEntry("buckets", String.valueOf(bucket));
                    assertThat(lost.get(0)).containsPattern("\\b" + bucket + "\\b");
                    gone++;
                }
            }
            assertThat(gone).isBetween(1, BUCKETS - 1);
            fill(store, copied);
        }
    }

    private static Store connect(List<String> locators) {
        return Stores.connect(new ClientSettings(locators, Duration.ofSeconds(30), "127.0.0.1"));
    }

    private static void fill(Store store, Table table) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            long write = store.beginWrite(table, false);
            List<byte[]> columns = List.of(new byte[] {1}, new byte[] {(byte) bucket});
            Batch batch = Rows.batch(write, 0, 1, columns);
            store.upload(table, bucket, batch, columns);
            store.commit(table, Rows.append(write, 0, bucket, batch));
        }
    }

    private static void read(Store store, Table table, int bucket) {
        Batch batch = store.snapshot(table).buckets().get(bucket).batches().get(0);
        assertThat(store.read(table, bucket, batch.id(), List.of(1), Optional.empty(), "")
                        .columns()
                        .get(0)
                        .orElseThrow())
                .containsExactly(bucket);
    }
}
