package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application's statements, answered by a locator and two servers in processes of their own. */
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

    @Test
    void applicationsGetTheirAnswers(@TempDir Path directory) throws Exception {
        try (StoreProcesses store = new StoreProcesses(directory, 2)) {
            SparkSession spark = SparkSession.builder()
                    .master("local[2]")
                    .appName("real")
                    .config("spark.ui.enabled", "false")
                    .config("spark.sql.shuffle.partitions", "2")
                    .config("spark.sql.catalog.store", StoreCatalog.class.getName())
                    .config("spark.kiln.store.locators", store.locator())
                    .getOrCreate();
            try {
                assertThat(Scenario.run(spark)).isEqualTo(ANSWERS);
            } finally {
                spark.stop();
            }
        }
    }
}
