package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The application of the tests, which is compiled against Spark here: the module itself links none. */
final class SampleJar {
    static final String MAIN_CLASS = "example.Sample";

    private SampleJar() {}

    /** The directory of this module, where its tests find their files; tests of another one have to name it. */
    static Path module() {
        return Path.of(System.getProperty("kiln.spark.module", "")).toAbsolutePath();
    }

    /** The application, for Kiln's own Spark. */
    static Path in(Path directory) throws IOException {
        return in(directory, "Sample", Files.readString(Path.of(System.getProperty("kiln.spark.classpath"))));
    }

    /**
     * A program of {@code src/test/applications}.
     *
     * @param classPath in the form of the java command, unlike which the compiler does not resolve a star
     */
    static Path in(Path directory, String name, String classPath) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", directory.toString(), "-cp", resolved(classPath), "--release", "17", "-proc:none");
            assertThat(compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjects(
                                            module().resolve("src/test/applications/example/" + name + ".java")))
                            .call())
                    .isTrue();
        }
        Path jar = directory.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("example/" + name + ".class"));
            Files.copy(directory.resolve("example/" + name + ".class"), out);
        }
        return jar;
    }

    private static String resolved(String classPath) throws IOException {
        if (!classPath.endsWith("*")) {
            return classPath;
        }
        try (Stream<Path> jars = Files.list(Path.of(classPath).getParent())) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }
}
