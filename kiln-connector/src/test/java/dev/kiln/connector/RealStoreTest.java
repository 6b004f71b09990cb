package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications' statements, answered by a locator and two servers in processes of their own. */
final class RealStoreTest {
    /** What the statements of {@link Scenario} answer. */
    static final List<String> ANSWERS = List.of(
            "[1000,0,999]",
            "[20,2410.00,957]",
            "[customer 0,12.50]",
            "[customer 1,13.00]",
            "[customer 10,17.50]",
            "[980,121360.00]",
            "[customer 47,1]",
            "[inserted,3]",
            "[merged,2]",
            "[50,inserted,null]",
            "[100,late,30]",
            "[0,0,0.00,[\"t\",\"0\"]]",
            "[1,1,0.25,[\"t\",\"1\"]]",
            "[11,11,2.75,[\"t\",\"11\"]]",
            "a join of equal buckets has no exchange");

    @TempDir
    private static Path directory;

    private static StoreProcesses store;
    private static SparkSession spark;

    @BeforeAll
    static void start() throws Exception {
        store = new StoreProcesses(directory, 2);
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("real")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.catalog.store", StoreCatalog.class.getName())
                .config("spark.kiln.store.locators", store.locator())
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        if (spark != null) {
            spark.stop();
        }
        if (store != null) {
            store.close();
        }
    }

    @Test
    void applicationsGetTheirAnswers() {
        assertThat(Scenario.run(spark)).isEqualTo(ANSWERS);
    }

    /** Goes on for {@code -Dkiln.store.seconds}. */
    @Test
    void readersSeeWholeCommitsAndNoUpdateIsLost() throws Exception {
        new Transfers(spark).run(Integer.getInteger("kiln.store.seconds", 2));
    }
}
