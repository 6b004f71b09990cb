package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.app.TwoSides.Side;
import dev.kiln.cli.LoopbackStore;
import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.RemoteAddress;
import dev.kiln.store.Member;
import dev.kiln.store.Store;
import dev.kiln.store.StoredBatch;
import dev.kiln.store.client.ClientSettings;
import dev.kiln.store.client.StoreReport;
import dev.kiln.store.client.Stores;
import dev.kiln.store.snapshot.Batch;
import dev.kiln.store.snapshot.Chunk;
import dev.kiln.store.table.Table;
import dev.kiln.store.table.TableName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clusters of stock Spark of several versions next to a store on three machines: the same jar, the same rows, tasks where the
 * rows are, no exchange. Needs the connector's jar (mvn package), and src/test/sparks/pom.xml fetches other versions.
 */
@Tag("store")
@Timeout(1200)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StoreLocalityTest {
    private static final int BUCKETS = 6;
    private static final TableName ORDERS = new TableName("app", "orders");
    private static final List<String> QUERIES = List.of(
            "SELECT count(*), sum(id), min(note), max(note), sum(amount) FROM store.app.orders",
            "SELECT version, count(*), sum(amount) FROM store.app.orders GROUP BY version ORDER BY version",
            "SELECT id, customer, amount, note FROM store.app.orders WHERE customer = 77 ORDER BY id LIMIT 3",
            "SELECT c.name, sum(o.amount) FROM store.app.orders o JOIN store.app.customers c"
                    + " ON o.customer = c.customer WHERE o.id < 500 GROUP BY c.name ORDER BY c.name LIMIT 3");
    private static final String SCAN =
            StoreApplication.TASKS + "SELECT id FROM store.app.orders WHERE hash(note, amount, customer) = id - 1e15";

    @TempDir
    private static Path directory;

    private static LoopbackStore ring;
    private static Store store;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(BothEngines.connector().isPresent(), "the connector's jar comes with mvn package");
        ring = new LoopbackStore(directory.resolve("store"));
        store = Stores.connect(settings());
    }

    @AfterAll
    static void stop() {
        if (store != null) {
            store.close();
        }
        if (ring != null) {
            ring.close();
        }
    }

    private static ClientSettings settings() {
        return ClientSettings.of(ring.locators());
    }

    @Test
    @Order(1)
    void spark42() throws Exception {
        cluster(
                "4.2.0",
                LoopbackSpark.builtIn(),
                List.of(
                        "CREATE NAMESPACE store.app",
                        "CREATE TABLE store.app.orders (id BIGINT, customer INT, amount DECIMAL(10,2), note STRING,"
                                + " version STRING) USING column"
                                + " OPTIONS (PARTITION_BY 'customer', BUCKETS '" + BUCKETS + "', REDUNDANCY '1')",
                        "CREATE TABLE store.app.customers (customer INT, name STRING) USING column"
                                + " OPTIONS (PARTITION_BY 'customer', COLOCATE_WITH 'app.orders')",
                        "INSERT INTO store.app.customers SELECT CAST(id AS INT), concat('customer ', id) FROM range(200)"));
    }

    @Test
    @Order(2)
    void spark35() throws Exception {
        cluster("3.5.5", fetched("3.5.5"), List.of());
    }

    @Test
    @Order(3)
    void spark40() throws Exception {
        cluster("4.0.1", fetched("4.0.1"), List.of());
    }

    private static Path fetched(String version) {
        Path jars = Path.of("target/sparks", version, "jars").toAbsolutePath();
        assumeTrue(Files.isDirectory(jars), "Spark " + version + " was not fetched");
        return jars;
    }

    /** A cluster's application adds rows and reads everybody's; then the embedded engine reads the same. */
    private static void cluster(String version, Path jars, List<String> before) throws Exception {
        Path connector = BothEngines.connector().orElseThrow();
        Map<String, String> settings =
                Map.of("spark.kiln.store.locators", ring.locators(), "spark.locality.wait", "30s");
        try (LoopbackSpark spark = new LoopbackSpark(directory.resolve("cluster-" + version), jars);
                SparkDriver driver = spark.start(connector, settings)) {
            before.forEach(driver::run);
            driver.run(
                    "INSERT INTO store.app.orders SELECT id, CAST(id % 200 AS INT), CAST(id * 0.25 AS DECIMAL(10,2)),"
                            + " concat('note ', id), '" + version + "' FROM range(20000)");
            driver.run(
                    "UPDATE store.app.orders SET amount = amount + 1 WHERE version = '" + version + "' AND id < 100");
            assertThat(driver.run("EXPLAIN SELECT /*+ MERGE(c) */ o.id, c.name FROM store.app.orders o"
                            + " JOIN store.app.customers c ON o.customer = c.customer"))
                    .contains("SortMergeJoin")
                    .doesNotContain("Exchange");
            List<String> answers = QUERIES.stream().map(driver::run).toList();
            assertThat(answers.get(1)).contains("[" + version + ",20000,49997600.00]");
            assertThat(answers).isEqualTo(embedded());

            Map<String, Long> readBefore = readByHost();
            tasksRanWhereRowsAre(List.of(driver.run(SCAN).split(", ")), readBefore);
        }
        bytesAreThoseThatWereCommitted();
    }

    /** The same queries, by a session of Kiln's own engine, as stock Spark prints rows. */
    private static List<String> embedded() throws Exception {
        try (Application application = Application.start(
                        new Home(Files.createTempDirectory(directory, "home")),
                        new ConfigurationSource(
                                Optional.empty(),
                                Map.of(
                                        "kiln.server.port", "0",
                                        "kiln.server.drainTime", "100ms",
                                        "kiln.store.locators", ring.locators())),
                        Level.ERROR,
                        ConfiguredEngine::open);
                Side session = new Side(
                        "embedded",
                        ConnectClient.open(RemoteAddress.parse(application.address() + "/;user_id=tester")),
                        () -> {})) {
            return QUERIES.stream()
                    .map(session::run)
                    .map(text -> text.lines()
                            .skip(1)
                            .map(row -> "[" + row + "]")
                            .collect(Collectors.joining(", ", "[", "]")))
                    .toList();
        }
    }

    /** A task per bucket, on a machine that has it, whose server reads it from what it holds. */
    private static void tasksRanWhereRowsAre(List<String> tasks, Map<String, Long> readBefore) {
        Table table = store.table(ORDERS);
        List<List<Member>> owners = store.owners(table).owners();
        Map<String, Long> expected = new HashMap<>();
        assertThat(tasks).hasSize(BUCKETS);
        for (String task : tasks) {
            String[] words = task.split(" ");
            int bucket = Integer.parseInt(words[0]);
            assertThat(words[2]).as(task).isEqualTo("NODE_LOCAL");
            assertThat(owners.get(bucket)).as(task).extracting(Member::host).contains(words[1]);
            expected.merge(words[1], bytes(table, bucket), Long::sum);
        }
        Map<String, Long> read = readByHost();
        for (String host : LoopbackStore.HOSTS) {
            long here = read.get(host) - readBefore.get(host);
            // Lists of deleted rows are read too, and are small.
            assertThat(here)
                    .as("read on " + host)
                    .isBetween(expected.getOrDefault(host, 0L), expected.getOrDefault(host, 0L) + 4096);
        }
        assertThat(Stores.report(settings()).members())
                .allSatisfy(member -> assertThat(member.readElsewhere()).isZero());
    }

    /** Of the columns that {@link #SCAN} reads. */
    private static long bytes(Table table, int bucket) {
        List<Integer> wanted = table.spec().columns().stream()
                .filter(column -> !column.name().equals("version"))
                .map(column -> column.id())
                .toList();
        return store.snapshot(table).buckets().get(bucket).batches().stream()
                .flatMap(batch -> batch.chunks().stream())
                .filter(chunk -> wanted.contains(chunk.column()))
                .mapToLong(Chunk::bytes)
                .sum();
    }

    private static Map<String, Long> readByHost() {
        return Stores.report(settings()).members().stream()
                .filter(member -> member.member().role() == Member.Role.SERVER)
                .collect(Collectors.toMap(member -> member.member().host(), StoreReport.MemberReport::readHere));
    }

    /** From each server that has a copy come the bytes whose checksums the commit has. */
    private static void bytesAreThoseThatWereCommitted() {
        Table table = store.table(ORDERS);
        List<List<Member>> owners = store.owners(table).owners();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            assertThat(owners.get(bucket)).hasSize(2);
            for (Batch batch : store.snapshot(table).buckets().get(bucket).batches()) {
                for (Member owner : owners.get(bucket)) {
                    StoredBatch stored = store.read(
                            table,
                            bucket,
                            batch.id(),
                            batch.chunks().stream().map(Chunk::column).toList(),
                            Optional.empty(),
                            owner.host());
                    assertThat(stored.servedBy().host()).isEqualTo(owner.host());
                    assertThat(stored.columns().stream()
                                    .map(column -> checksum(column.orElseThrow()))
                                    .toList())
                            .isEqualTo(
                                    batch.chunks().stream().map(Chunk::checksum).toList());
                }
            }
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
