package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar itself in the oldest Spark that it supports, against servers in processes of their own. Run by the profile
 * {@code store}, because it needs the packaged jar and all of that Spark's jars.
 */
@EnabledIfSystemProperty(named = "kiln.oldest.spark", matches = ".+")
final class OldestSparkTest {
    @Test
    void theSameJarGivesTheSameAnswers(@TempDir Path directory) throws Exception {
        String sparkJars = System.getProperty("kiln.oldest.spark");
        assertThat(Path.of(sparkJars)).isDirectory();
        String connector = System.getProperty("kiln.connector");
        assertThat(Path.of(connector)).exists();
        try (StoreProcesses store = new StoreProcesses(directory, 2)) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
            for (String part : List.of(
                    "lang",
                    "lang.invoke",
                    "lang.reflect",
                    "io",
                    "net",
                    "nio",
                    "util",
                    "util.concurrent",
                    "util.concurrent.atomic")) {
                command.add("--add-opens=java.base/java." + part + "=ALL-UNNAMED");
            }
            for (String part : List.of("nio.ch", "nio.cs", "security.action", "util.calendar")) {
                command.add("--add-opens=java.base/sun." + part + "=ALL-UNNAMED");
            }
            command.addAll(List.of(
                    "-Dspark.master=local[2]",
                    "-Dspark.app.name=oldest",
                    "-Dspark.ui.enabled=false",
                    "-Dspark.sql.shuffle.partitions=2",
                    "-Dspark.sql.sources.v2.bucketing.enabled=true",
                    "-Dspark.sql.catalog.store=dev.kiln.connector.StoreCatalog",
                    "-Dspark.kiln.store.locators=" + store.locator(),
                    "-cp",
                    String.join(File.pathSeparator, sparkJars + "/*", connector, "target/test-classes"),
                    Scenario.class.getName()));
            Path out = directory.resolve("out.txt");
            Process application = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            try {
                assertThat(application.waitFor(5, TimeUnit.MINUTES)).isTrue();
            } finally {
                application.destroyForcibly();
            }
            List<String> lines = Files.readAllLines(out);
            assertThat(lines.stream()
                            .filter(line -> line.startsWith("ANSWER "))
                            .map(line -> line.substring("ANSWER ".length())))
                    .as(String.join("\n", lines))
                    .isEqualTo(RealStoreTest.ANSWERS);
        }
    }
}
