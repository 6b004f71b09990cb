package dev.kiln.store.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.table.Persistence;
import dev.kiln.store.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on a small disk, which is full some time. Needs root, to mount the disk. */
@Tag("store")
final class DiskFullTest {
    private static final int BATCH = 4 << 20;

    @TempDir
    Path directory;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=640m", "tmpfs", disk.toString()),
                "this machine lets nobody mount a file system in memory");
    }

    @AfterEach
    void unmount() throws InterruptedException {
        run("umount", "-l", disk.toString());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void writesAreRefusedAndNothingIsLost() throws Exception {
        int port = MemberProcess.freePort("127.0.0.1");
        List<String> locators = List.of("127.0.0.1:" + port);
        Map<Long, Byte> acknowledged = new HashMap<>();
        Table table;
        try (MemberProcess locator = MemberProcess.locator(directory.resolve("l"), "127.0.0.1", port, locators)
                        .awaitReady();
                MemberProcess server = MemberProcess.server(disk.resolve("s"), "127.0.0.1", locators)) {
            server.awaitReady();
            try (Store store = Stores.connect(new ClientSettings(locators, Duration.ofSeconds(30), "127.0.0.1"))) {
                store.createNamespace("db", Map.of());
                table = store.create(Rows.spec("t", 4, 0, Persistence.SYNC));
                int refused = 0;
                for (int i = 0; i < 200 && refused < 5; i++) {
                    refused += write(store, table, i, acknowledged) ? 0 : 1;
                }
                assertThat(refused).isEqualTo(5);
                assertThat(acknowledged).hasSizeGreaterThan(5);
                check(store, table, acknowledged);
            }
            assertThat(server.isAlive() && locator.isAlive()).isTrue();
            server.kill();

            try (MemberProcess again = server.again().awaitReady();
                    Store store = Stores.connect(new ClientSettings(locators, Duration.ofSeconds(60), "127.0.0.1"))) {
                check(store, table, acknowledged);
                assertThat(run("mount", "-o", "remount,size=2g", disk.toString()))
                        .isTrue();
                Thread.sleep(500);
                assertThat(write(store, table, 1, acknowledged)).isTrue();
                check(store, table, acknowledged);
                assertThat(again.isAlive()).isTrue();
            }
        }
    }

    private static boolean write(Store store, Table table, int seed, Map<Long, Byte> acknowledged) {
        long write = store.beginWrite(table, false);
        byte[] bytes = new byte[BATCH];
        new Random(seed).nextBytes(bytes);
        Batch batch = Rows.batch(write, 0, 1, List.of(bytes, new byte[] {1}));
        try {
            store.upload(table, (int) (write % 4), batch, List.of(bytes, new byte[] {1}));
            store.commit(table, Rows.append(write, 0, (int) (write % 4), batch));
            acknowledged.put(write, bytes[BATCH - 1]);
            return true;
        } catch (StoreException e) {
            assertThat(e.condition()).as(e.toString()).isEqualTo(StoreCondition.STORE_FULL);
            assertThat(e).hasMessageContaining("disk");
            return false;
        }
    }

    private static void check(Store store, Table table, Map<Long, Byte> acknowledged) {
        int read = 0;
        for (int bucket = 0; bucket < 4; bucket++) {
            for (Batch batch : store.snapshot(table).buckets().get(bucket).batches()) {
                byte[] bytes = store.read(table, bucket, batch.id(), List.of(0), Optional.empty(), "")
                        .columns()
                        .get(0)
                        .orElseThrow();
                assertThat(bytes[BATCH - 1])
                        .isEqualTo(acknowledged.get(batch.id().write()));
                read++;
            }
        }
        assertThat(read).isEqualTo(acknowledged.size());
    }
}
