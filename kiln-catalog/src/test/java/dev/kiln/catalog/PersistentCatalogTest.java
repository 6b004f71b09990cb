package dev.kiln.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.store.CatalogStorageException;
import dev.kiln.catalog.store.Entries;
import dev.kiln.catalog.store.FileWork;
import dev.kiln.catalog.store.HomeInUseException;
import dev.kiln.catalog.store.HomeStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

class PersistentCatalogTest {
    @TempDir
    Path home;

    @Test
    void everythingOutlivesARestart() {
        String before;
        try (PersistentCatalog catalog = open()) {
            catalog.createDatabase(CatalogFixtures.database("d", home), false);
            catalog.createTable(CatalogFixtures.table("d", "t"), false);
            catalog.createTable(CatalogFixtures.view("d", "v"), false);
            catalog.createPartitions("d", "t", Json.seq(List.of(CatalogFixtures.partition("2020-01-01"))), false);
            catalog.createFunction("d", CatalogFixtures.function("d", "f"));
            before = CatalogState.describe(catalog);
        }
        try (PersistentCatalog catalog = open()) {
            assertThat(CatalogState.describe(catalog)).isEqualTo(before).contains("2020-01-01", "org.example.f");
            assertThat(catalog.listViews("d", "*")).isEqualTo(Json.seq(List.of("v")));
        }
    }

    @Test
    void aSecondOpenerGetsOneErrorThatNamesTheHome() {
        try (PersistentCatalog first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(HomeInUseException.class)
                    .hasMessage("the home " + home + " is in use by another Kiln process");
            assertThat(first.listDatabases().isEmpty()).isTrue();
        }
    }

    @Test
    void aFileThatIsNoCatalogIsRefused() throws Exception {
        Files.writeString(home.resolve("catalog.mv"), "garbage".repeat(2000));
        assertThatThrownBy(this::open)
                .isInstanceOf(CatalogStorageException.class)
                .hasMessageContaining("catalog.mv");
    }

    @Test
    void aDroppedTableAndARenamedTableTakeTheirFilesAlong() throws Exception {
        try (PersistentCatalog catalog = open()) {
            catalog.createDatabase(CatalogFixtures.database("d", home), false);
            catalog.createTable(CatalogFixtures.table("d", "a"), false);
            Path directory = home.resolve("d.db");
            Files.writeString(directory.resolve("a").resolve("data"), "1");
            catalog.renameTable("d", "a", "b");
            assertThat(directory.resolve("a")).doesNotExist();
            assertThat(directory.resolve("b").resolve("data")).hasContent("1");
            catalog.dropTable("d", "b", false, false);
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void workOnFilesThatADeadProcessLeftIsFinishedAtOpen() throws Exception {
        Path old = Files.createDirectories(home.resolve("old"));
        Files.writeString(old.resolve("data"), "1");
        Path dropped = Files.createDirectories(home.resolve("dropped"));
        try (HomeStore store = HomeStore.open(home, Configuration::new)) {
            Entries pending = store.entries("fileWork");
            store.change(transaction -> {
                transaction.put(
                        pending,
                        "0",
                        new FileWork.Rename(hadoop(old), hadoop(home.resolve("new")), e -> e)
                                .toJson()
                                .toString());
                transaction.put(
                        pending,
                        "1",
                        new FileWork.Delete(hadoop(dropped), e -> e).toJson().toString());
            });
        }
        open().close();
        assertThat(old).doesNotExist();
        assertThat(home.resolve("new").resolve("data")).hasContent("1");
        assertThat(dropped).doesNotExist();
    }

    @Test
    void manySessionsChangeItAtOnce() throws Exception {
        int sessions = 8;
        int tables = 12;
        try (PersistentCatalog catalog = open()) {
            catalog.createDatabase(CatalogFixtures.database("d", home), false);
            ExecutorService pool = Executors.newFixedThreadPool(sessions);
            try {
                List<Callable<Void>> work = new ArrayList<>();
                for (int s = 0; s < sessions; s++) {
                    String prefix = "s" + s + "_";
                    work.add(() -> {
                        for (int i = 0; i < tables; i++) {
                            catalog.createTable(CatalogFixtures.table("d", prefix + i), false);
                            catalog.listTables("d");
                            catalog.getTable("d", prefix + i);
                            if (i % 2 == 0) {
                                catalog.dropTable("d", prefix + i, false, false);
                            }
                        }
                        return null;
                    });
                }
                for (Future<Void> done : pool.invokeAll(work, 60, TimeUnit.SECONDS)) {
                    done.get();
                }
            } finally {
                pool.shutdownNow();
            }
            assertThat(catalog.listTables("d").size()).isEqualTo(sessions * tables / 2);
        }
    }

    @Test
    void theFileStaysSmallUnderManyChanges() throws Exception {
        try (PersistentCatalog catalog = open()) {
            catalog.createDatabase(CatalogFixtures.database("d", home), false);
            catalog.createTable(CatalogFixtures.table("d", "t"), false);
            for (int i = 0; i < 600; i++) {
                catalog.alterTableStats("d", "t", Option.empty());
            }
        }
        assertThat(Files.size(home.resolve("catalog.mv"))).isLessThan(16L << 20);
        try (PersistentCatalog catalog = open()) {
            assertThat(CollectionConverters.asJava(catalog.listTables("d"))).containsExactly("t");
        }
    }

    private PersistentCatalog open() {
        return PersistentCatalog.open(home, new Configuration());
    }

    private static org.apache.hadoop.fs.Path hadoop(Path path) {
        return new org.apache.hadoop.fs.Path(path.toUri());
    }
}
