package dev.kiln.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * An application of stock Spark: runs the statements on its standard input, a line each, and answers each with a line that
 * has the rows, or where the tasks ran. Calls only what has the same signature in every Spark from 3.5 on.
 */
final class StoreApplication {
    /** How a line begins that is an answer. */
    static final String SAYS = "SAYS ";

    /** How an answer goes on that tells of a failure. */
    static final String FAILED = "FAILED ";

    /** How a statement begins whose tasks are wanted instead of its rows. */
    static final String TASKS = "/*tasks*/";

    private StoreApplication() {}

    public static void main(String[] arguments) throws IOException {
        SparkSession spark = SparkSession.builder().getOrCreate();
        try {
            Tasks tasks = new Tasks();
            spark.sparkContext().addSparkListener(tasks);
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line;
            while ((line = lines.readLine()) != null) {
                System.out.println(SAYS + answer(spark, tasks, line).replace('\n', ' '));
            }
        } finally {
            spark.stop();
        }
    }

    private static String answer(SparkSession spark, Tasks tasks, String statement) {
        try {
            tasks.clear();
            String rows = spark.sql(statement).collectAsList().toString();
            return statement.startsWith(TASKS) ? String.join(", ", tasks.await()) : rows;
        } catch (Exception e) {
            return FAILED + e.getMessage();
        }
    }

    /** Where tasks ran: index, host and locality. */
    private static final class Tasks extends SparkListener {
        private static final long LIMIT_MILLIS = 60_000;

        private final List<String> ended = new ArrayList<>();
        private int running;

        synchronized void clear() {
            ended.clear();
        }

        /** Spark tells of what has happened a little later, in order. */
        synchronized List<String> await() throws InterruptedException {
            long end = System.currentTimeMillis() + LIMIT_MILLIS;
            while (running > 0 || ended.isEmpty()) {
                long left = end - System.currentTimeMillis();
                if (left <= 0) {
                    throw new IllegalStateException("Spark does not tell of its tasks");
                }
                wait(left);
            }
            return List.copyOf(ended);
        }

        @Override
        public synchronized void onJobStart(SparkListenerJobStart job) {
            running++;
        }

        @Override
        public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
            ended.add(task.taskInfo().index() + " " + task.taskInfo().host() + " "
                    + task.taskInfo().taskLocality());
        }

        @Override
        public synchronized void onJobEnd(SparkListenerJobEnd job) {
            running--;
            notifyAll();
        }
    }
}
