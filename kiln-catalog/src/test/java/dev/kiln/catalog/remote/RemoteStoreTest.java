package dev.kiln.catalog.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kiln.catalog.store.CatalogStorageException;
import dev.kiln.catalog.store.CatalogStore;
import dev.kiln.catalog.store.Entries;
import dev.kiln.catalog.store.FileWork;
import dev.kiln.catalog.store.HomeStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RemoteStoreTest {
    private static final String KEY = Entries.key("d", "t");

    @TempDir
    private Path home;

    private HomeStore owner;
    private StoreRequests requests;

    @BeforeEach
    void open() {
        owner = HomeStore.open(home, Configuration::new);
        requests = new StoreRequests(owner, () -> {});
    }

    @AfterEach
    void close() {
        owner.close();
    }

    private static RemoteStore remote(Exchange exchange) {
        return new RemoteStore(exchange, new Configuration());
    }

    private static void put(CatalogStore store, String text) {
        Entries tables = store.entries("tables");
        store.change(transaction -> transaction.put(tables, KEY, text));
    }

    private static void increment(CatalogStore store) {
        Entries tables = store.entries("tables");
        store.change(transaction -> {
            int before = tables.get(KEY).map(Integer::parseInt).orElse(0);
            transaction.put(tables, KEY, Integer.toString(before + 1));
        });
    }

    @Test
    void changesFromSeveralProcessesAtOnceAreAllMade() throws Exception {
        int each = 100;
        List<CatalogStore> stores = List.of(owner, remote(requests::answer), remote(requests::answer));
        List<Callable<Void>> work = new ArrayList<>();
        for (CatalogStore store : stores) {
            work.add(() -> {
                for (int i = 0; i < each; i++) {
                    increment(store);
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            for (Future<Void> done : threads.invokeAll(work, 50, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(owner.read(() -> owner.entries("tables").get(KEY))).contains(Integer.toString(stores.size() * each));
    }

    @Test
    void aReadOverSeveralRequestsSeesOneVersion() {
        Entries own = owner.entries("tables");
        String other = Entries.key("d", "u");
        AtomicInteger asked = new AtomicInteger();
        CatalogStore remote = remote(request -> {
            byte[] answer = requests.answer(request);
            int count = asked.incrementAndGet();
            if (count <= 3) {
                owner.change(transaction -> {
                    transaction.put(own, KEY, "v" + count);
                    transaction.put(own, other, "v" + count);
                });
            }
            return answer;
        });
        Entries entries = remote.entries("tables");
        String seen = remote.read(
                () -> entries.get(KEY).orElse("none") + " " + entries.get(other).orElse("none"));
        assertThat(seen).isEqualTo("v3 v3");
        assertThat(asked).hasValueGreaterThan(2);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsMadeOnce() {
        AtomicInteger lost = new AtomicInteger();
        CatalogStore remote = remote(request -> {
            byte[] answer = requests.answer(request);
            boolean isCommit = new String(request, StandardCharsets.UTF_8).contains("\"commit\"");
            // As the connection does: it asks again.
            return isCommit && lost.getAndIncrement() == 0 ? requests.answer(request) : answer;
        });
        increment(remote);
        assertThat(lost).hasValue(1);
        assertThat(owner.read(() -> owner.entries("tables").get(KEY))).contains("1");
    }

    @Test
    void longListsComeInPages() {
        Entries own = owner.entries("partitions");
        String text = "x".repeat(1 << 20);
        owner.change(transaction -> {
            for (int i = 10; i < 30; i++) {
                transaction.put(own, Entries.key("d", "t", "p" + i), i + text);
            }
        });
        AtomicInteger asked = new AtomicInteger();
        CatalogStore remote = remote(request -> {
            asked.incrementAndGet();
            byte[] answer = requests.answer(request);
            assertThat(answer.length).isLessThan(8 << 20);
            return answer;
        });
        Entries entries = remote.entries("partitions");
        assertThat(remote.read(() -> entries.below(KEY))).hasSize(20).allSatisfy(entry -> assertThat(entry.text())
                .startsWith(entry.key().substring(5)));
        assertThat(asked).hasValueGreaterThan(3);
    }

    @Test
    void workOnFilesThatFailsTakesTheChangeBack() throws IOException {
        Path from = Files.createDirectories(home.resolve("from"));
        Path to = Files.createDirectories(home.resolve("to"));
        Files.writeString(to.resolve("file"), "");
        CatalogStore remote = remote(requests::answer);
        put(remote, "before");
        Entries tables = remote.entries("tables");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> remote.change(transaction -> {
                    transaction.put(tables, KEY, "after");
                    transaction.afterwards(new FileWork.Rename(
                            new org.apache.hadoop.fs.Path(from.toUri()),
                            new org.apache.hadoop.fs.Path(
                                    to.resolve("file").resolve("x").toUri()),
                            cause -> new IllegalStateException("as Spark says it", cause)));
                }))
                .withMessage("as Spark says it");
        assertThat(owner.read(() -> owner.entries("tables").get(KEY))).contains("before");
        assertThat(from).isDirectory();
    }

    @Test
    void nonsenseAndTheStoresOwnTablesAreRefused() {
        for (String request : List.of(
                "",
                "{}",
                "[1",
                "{\"ask\": \"drop\"}",
                "{\"ask\": \"get\", \"entries\": \"marks\", \"keys\": []}",
                "{\"ask\": \"get\", \"entries\": \"tables\"}",
                "{\"ask\": \"commit\", \"id\": \"1\", \"version\": 0, \"work\": [],"
                        + " \"changes\": [{\"entries\": \"fileWork\", \"key\": \"a\", \"text\": \"b\"}]}")) {
            byte[] answer = requests.answer(request.getBytes(StandardCharsets.UTF_8));
            assertThat(new String(answer, StandardCharsets.UTF_8)).as(request).startsWith("{\"error\":");
        }
        assertThat(owner.read(() -> owner.entries("fileWork").keys())).isEmpty();
    }

    @Test
    void aDeadOwnerIsNamed() {
        CatalogStore remote = remote(request -> {
            throw new UncheckedIOException(new IOException("it hung up"));
        });
        assertThatExceptionOfType(CatalogStorageException.class)
                .isThrownBy(() -> put(remote, "x"))
                .withMessageContaining("Kiln cannot be reached")
                .withMessageContaining("it hung up");
    }
}
