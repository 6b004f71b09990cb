package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copies' server has less memory than the other: what was acknowledged is there when only the copies are left. */
@Tag("store")
final class MemoryFullTest {
    private static final int BUCKETS = 8;
    private static final int BATCH = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void nothingIsAcknowledgedThatHasNoRoomForItsCopies() throws Exception {
        int port = MemberProcess.freePort("127.0.0.1");
        List<String> locators = List.of("127.0.0.1:" + port);
        try (MemberProcess locator = MemberProcess.locator(directory.resolve("l"), "127.0.0.1", port, locators)
                        .awaitReady();
                MemberProcess large = server("large", "127.0.0.1", 512L << 20, locators);
                MemberProcess small = server("small", "127.0.0.2", 96L << 20, locators);
                Store store = Stores.connect(new ClientSettings(locators, Duration.ofSeconds(40), "127.0.0.1"))) {
            assertThat(locator.isAlive() && small.isAlive()).isTrue();
            store.createNamespace("db", Map.of());
            Table table = store.create(Rows.spec("t", BUCKETS, 1, Persistence.NONE));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (store.owners(table).owners().stream().anyMatch(owners -> owners.size() < 2)) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.sleep(50);
            }
            Map<Long, Integer> acknowledged = new HashMap<>();
            boolean full = false;
            for (int i = 0; i < 200 && !full; i++) {
                long write = store.beginWrite(table, false);
                byte[] bytes = new byte[BATCH];
                Arrays.fill(bytes, (byte) i);
                Batch batch = Rows.batch(write, 0, 1, List.of(bytes, new byte[] {1}));
                try {
                    store.upload(table, i % BUCKETS, batch, List.of(bytes, new byte[] {1}));
                    store.commit(table, Rows.append(write, 0, i % BUCKETS, batch));
                    acknowledged.put(write, i);
                } catch (StoreException e) {
                    assertThat(e.condition()).isEqualTo(StoreCondition.STORE_FULL);
                    assertThat(e).hasMessageContaining("127.0.0.2");
                    full = true;
                }
            }
            assertThat(full).isTrue();
            assertThat(acknowledged).hasSizeGreaterThan(30);

            large.kill();
            int read = 0;
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                for (Batch batch : store.snapshot(table).buckets().get(bucket).batches()) {
                    byte[] bytes = store.read(table, bucket, batch.id(), List.of(0), Optional.empty(), "")
                            .columns()
                            .get(0)
                            .orElseThrow();
                    assertThat(bytes[BATCH - 1])
                            .isEqualTo(acknowledged.get(batch.id().write()).byteValue());
                    read++;
                }
            }
            assertThat(read).isEqualTo(acknowledged.size());
        }
    }

    private MemberProcess server(String name, String host, long memory, List<String> locators) throws Exception {
        return MemberProcess.start(new MemberSettings(
                        Member.Role.SERVER,
                        directory.resolve(name),
                        host,
                        0,
                        locators,
                        memory,
                        Optional.empty(),
                        MemberProcess.QUICK))
                .awaitReady();
    }
}
