package dev.kiln.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.catalog.remote.RemoteStore;
import dev.kiln.catalog.remote.StoreRequests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogTablePartition;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalog;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;
import scala.collection.immutable.Seq;

/** Runs the same random operations on Spark's in-memory catalog and compares results, errors, files and final states. */
class SameAsInMemoryCatalogTest {
    private static final int OPERATIONS = 800;

    @TempDir
    Path directory;

    private interface Operation {
        Object run(ExternalCatalog catalog, Path warehouse);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void behavesTheSame(long seed) throws Exception {
        try (PersistentCatalog actual = PersistentCatalog.open(directory.resolve("home"), new Configuration())) {
            compare(seed, actual);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void behavesTheSameInAnotherProcess(long seed) throws Exception {
        AtomicInteger changes = new AtomicInteger();
        try (PersistentCatalog owner = PersistentCatalog.open(directory.resolve("home"), new Configuration())) {
            StoreRequests requests = owner.requests(changes::incrementAndGet);
            compare(
                    seed,
                    new StoreCatalog(new RemoteStore(requests::answer, new Configuration()), new Configuration()));
        }
        assertThat(changes).hasValueGreaterThan(100);
    }

    private void compare(long seed, ExternalCatalog actual) throws Exception {
        Path expectedWarehouse = Files.createDirectories(directory.resolve("expected"));
        Path actualWarehouse = Files.createDirectories(directory.resolve("actually"));
        ExternalCatalog expected = new InMemoryCatalog(new SparkConf(false), new Configuration());
        Random random = new Random(seed);
        int failures = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            Operation operation = next(random);
            String want = outcome(operation, expected, expectedWarehouse);
            String got = outcome(operation, actual, actualWarehouse);
            assertThat(got).as("operation %s", i).isEqualTo(want);
            failures += want.startsWith("!") ? 1 : 0;
        }
        assertThat(CatalogState.describe(actual).replace(actualWarehouse.toString(), "W"))
                .isEqualTo(CatalogState.describe(expected).replace(expectedWarehouse.toString(), "W"));
        assertThat(listing(actualWarehouse)).isEqualTo(listing(expectedWarehouse));
        assertThat(failures).as("operations that failed").isBetween(100, OPERATIONS - 100);
    }

    private static Operation next(Random random) {
        String database = "d" + random.nextInt(2);
        String table = "t" + random.nextInt(3);
        String other = "t" + random.nextInt(3);
        String function = "f" + random.nextInt(2);
        boolean lenient = random.nextBoolean();
        String day = List.of("2020-01-01", "2020-01-02", "", "a/b").get(random.nextInt(4));
        String otherDay = List.of("2020-01-01", "x y").get(random.nextInt(2));
        Seq<CatalogTablePartition> part = Json.seq(List.of(CatalogFixtures.partition(day)));
        Seq<scala.collection.immutable.Map<String, String>> spec = Json.seq(List.of(CatalogFixtures.map("day", day)));
        return switch (random.nextInt(24)) {
            case 0, 1 -> run((c, w) -> c.createDatabase(CatalogFixtures.database(database, w), lenient));
            case 2 -> random.nextInt(4) == 0 ? run((c, w) -> c.dropDatabase(database, lenient, lenient)) : noop();
            case 3, 4, 5 -> run((c, w) -> c.createTable(CatalogFixtures.table(database, table), lenient));
            case 6 -> run((c, w) -> c.createTable(CatalogFixtures.view(database, table), lenient));
            case 7 -> run((c, w) -> c.dropTable(database, table, lenient, false));
            case 8 -> run((c, w) -> c.renameTable(database, table, other));
            case 9 -> (c, w) -> new TableCodec().encode(c.getTable(database, table));
            case 10 ->
                run((c, w) -> c.alterTableSchema(
                        database, table, StructType.fromDDL(lenient ? "a int, day date" : "day date, a int")));
            case 11 -> run((c, w) -> c.alterTableDataSchema(database, table, StructType.fromDDL("z string")));
            case 12, 13 -> run((c, w) -> c.createPartitions(database, table, part, lenient));
            case 14 -> run((c, w) -> c.dropPartitions(database, table, spec, lenient, false, random(day)));
            case 15 ->
                run((c, w) -> c.renamePartitions(
                        database, table, spec, Json.seq(List.of(CatalogFixtures.map("day", otherDay)))));
            case 16 -> (c, w) -> c.listPartitionNames(database, table, Option.apply(CatalogFixtures.map("day", day)));
            case 17 -> (c, w) -> new PartitionCodec().encode(c.getPartition(database, table, spec.apply(0)));
            case 18 -> run((c, w) -> c.createFunction(database, CatalogFixtures.function(database, function)));
            case 19 -> run((c, w) -> c.renameFunction(database, function, "f" + random(day)));
            case 20 -> run((c, w) -> c.dropFunction(database, function));
            case 21 ->
                (c, w) -> c.listTables(database, "*" + table.charAt(1)).mkString(",")
                        + c.listViews(database, "*").mkString(",");
            case 22 -> run((c, w) -> c.alterTable(changed(database, table)));
            default ->
                (c, w) -> c.functionExists(database, function) + " " + c.tableExists(database, table) + " "
                        + c.getTablesByName(database, Json.seq(List.of(table, other)))
                                .size();
        };
    }

    private static boolean random(String text) {
        return text.length() % 2 == 0;
    }

    private static org.apache.spark.sql.catalyst.catalog.CatalogTable changed(String database, String table) {
        var changed = CatalogFixtures.view(database, table);
        return TableChanges.withName(
                TableChanges.withSchema(changed, new StructType()),
                new TableIdentifier(table, Option.apply(database), Option.empty()).table());
    }

    private interface Change {
        void run(ExternalCatalog catalog, Path warehouse);
    }

    private static Operation run(Change change) {
        return (catalog, warehouse) -> {
            change.run(catalog, warehouse);
            return "done";
        };
    }

    private static Operation noop() {
        return (catalog, warehouse) -> "nothing";
    }

    private static String outcome(Operation operation, ExternalCatalog catalog, Path warehouse) {
        String outcome;
        try {
            outcome = String.valueOf(operation.run(catalog, warehouse));
        } catch (Throwable e) {
            outcome = "!" + e.getClass().getName() + ": " + e.getMessage();
        }
        return outcome.replace(warehouse.toString(), "W");
    }

    private static List<String> listing(Path root) throws Exception {
        try (var files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString()).sorted().toList();
        }
    }
}
