package dev.kiln.spark.launch;

import dev.kiln.spark.distribution.BuiltInSpark;
import java.nio.file.Path;
import java.util.Map;

/** A Kiln of its own that starts an engine, says its process number, and waits to be killed. */
final class OwnerProcess {
    private OwnerProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (Engines engines =
                Engines.open(Path.of(arguments[0]), BuiltInSpark.distributions(), SparkSettings.of(Map.of()))) {
            System.out.println(
                    engines.launch(SparkSettings.local(Map.of())).report().pid());
            int input = System.in.read();
            System.out.println("ends after " + input);
        }
    }
}
