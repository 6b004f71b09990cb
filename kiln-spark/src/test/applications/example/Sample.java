package example;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** An application for tests, which does what its first argument says. */
public final class Sample {
    private static final int POINTS = 10_000;

    private Sample() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "pi" -> pi(Integer.parseInt(arguments[1]));
            case "exit" -> System.exit(Integer.parseInt(arguments[1]));
            case "wait" -> await(Long.parseLong(arguments[1]));
            case "hold" -> hold(Long.parseLong(arguments[1]));
            default -> throw new IllegalArgumentException("I cannot " + arguments[0]);
        }
    }

    private static void pi(int slices) {
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            List<Integer> seeds = IntStream.range(0, slices).boxed().collect(Collectors.toList());
            long inside = spark.parallelize(seeds, slices).map(Sample::inside).reduce(Long::sum);
            System.out.println("Pi is roughly " + 4.0 * inside / ((double) POINTS * slices));
            System.out.println("mode " + spark.getConf().get("spark.submit.deployMode"));
        }
    }

    /** Points of a fixed grid that lie in the quarter of a circle. */
    private static long inside(int seed) {
        int side = (int) Math.sqrt(POINTS);
        System.out.println("an executor works on slice " + seed);
        return IntStream.range(0, POINTS)
                .filter(i -> Math.hypot((i % side + 0.5) / side, (i / side + 0.5) / side) <= 1)
                .count();
    }

    private static void await(long seconds) throws InterruptedException {
        System.out.println("waiting in process " + ProcessHandle.current().pid());
        Thread.sleep(seconds * 1000);
    }

    private static void hold(long seconds) throws InterruptedException {
        try (JavaSparkContext held = new JavaSparkContext(new SparkConf())) {
            System.out.println("holding " + held.sc().applicationId());
            await(seconds);
        }
    }
}
