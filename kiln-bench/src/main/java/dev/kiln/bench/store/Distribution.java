package dev.kiln.bench.store;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a built distribution of Kiln has for programs that use the store.
 *
 * @param directory where it lies
 */
record Distribution(Path directory) {
    private static final Pattern NOT_SPARK = Pattern.compile("(kiln-|duckdb_|ignite-|cache-api-).*");

    /** @throws IllegalStateException if this process wasn't started from one */
    static Distribution installed() {
        String directory = System.getProperty("kiln.distribution");
        if (directory == null) {
            throw new IllegalStateException("this benchmark needs the launcher of a distribution");
        }
        return new Distribution(Path.of(directory).toAbsolutePath());
    }

    Path launcher() {
        return directory.resolve("bin").resolve("kiln");
    }

    /** A Java program among Spark's jars, the connector's jar and the benchmarks, and nothing else of Kiln. */
    List<String> sparkProgram(Class<?> main, String heap, Path temporary, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags());
        command.addAll(List.of("-Xmx" + heap, "-Xss4m", "-Djava.io.tmpdir=" + temporary));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath(), main.getName()));
        return command;
    }

    private List<String> jvmFlags() {
        Path file = directory.resolve("conf").resolve("jvm.flags");
        try {
            return List.of(Files.readString(file).strip().split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private String classPath() {
        List<String> parts = new ArrayList<>();
        try (Stream<Path> jars = Files.list(directory.resolve("lib"))) {
            jars.filter(jar -> jar.toString().endsWith(".jar"))
                    .filter(jar ->
                            !NOT_SPARK.matcher(jar.getFileName().toString()).matches())
                    .sorted()
                    .forEach(jar -> parts.add(jar.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the jars of " + directory, e);
        }
        parts.add(directory.resolve("lib/connector/kiln-connector.jar").toString());
        parts.add(Path.of(Distribution.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString());
        return String.join(File.pathSeparator, parts);
    }
}
