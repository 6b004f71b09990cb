package dev.kiln.bench.store;

import com.sun.management.OperatingSystemMXBean;
import dev.kiln.bench.contestant.HostLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The process in which stock Spark runs, with its settings as system properties. An answer is the nanoseconds that the
 * statement took, those of processor time of this process, and its rows as text, in Base64.
 */
final class SparkHost {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private SparkHost() {}

    public static void main(String[] arguments) throws IOException {
        SparkSession spark = SparkSession.builder().getOrCreate();
        try {
            HostLoop.run(sql -> execute(spark, sql));
        } finally {
            spark.close();
        }
    }

    private static String execute(SparkSession spark, String sql) {
        long processor = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        List<Row> rows = spark.sql(sql).collectAsList();
        long nanos = System.nanoTime() - start;
        String text = Base64.getEncoder().encodeToString(rows.toString().getBytes(StandardCharsets.UTF_8));
        return nanos + " " + (PROCESS.getProcessCpuTime() - processor) + " " + text;
    }
}
