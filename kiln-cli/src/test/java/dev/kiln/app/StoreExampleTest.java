package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.cli.LoopbackStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example application, compiled against Spark alone, on a cluster of stock Spark. */
@Tag("store")
@Timeout(300)
final class StoreExampleTest {
    @TempDir
    private Path directory;

    @Test
    void storeAppRunsOnStockSpark() throws Exception {
        assumeTrue(BothEngines.connector().isPresent(), "the connector's jar comes with mvn package");
        Path jars = LoopbackSpark.builtIn();
        Path classes = Files.createDirectories(directory.resolve("classes"));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        classPath(jars),
                        "-d",
                        classes.toString(),
                        Path.of("../examples/store-app/StoreApp.java").toString());
        assertThat(compiled).isZero();
        try (LoopbackStore store = new LoopbackStore(directory.resolve("store"));
                LoopbackSpark spark = new LoopbackSpark(directory.resolve("cluster"), jars)) {
            Map<String, String> settings = Map.of("spark.kiln.store.locators", store.locators());
            // What is left of a run is no hindrance to the next.
            for (int run = 0; run < 2; run++) {
                List<String> said = spark.run(BothEngines.connector().orElseThrow(), settings, "StoreApp", classes);
                assertThat(said)
                        .contains(
                                "customer 42: [[42,customer 42,Tromso]]",
                                "Bergen: 6247504.25",
                                "Oslo: 6123949.50",
                                "Tromso: 124800.00");
            }
        }
    }

    private static String classPath(Path jars) throws IOException {
        try (Stream<Path> files = Files.list(jars)) {
            return files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }
}
