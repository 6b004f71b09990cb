package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The application of the tests, which is compiled against Spark here: the module itself links none. */
final class SampleJar {
    static final String MAIN_CLASS = "example.Sample";

    private SampleJar() {}

    static Path in(Path directory) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = Files.readString(Path.of(System.getProperty("kiln.spark.classpath")));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", directory.toString(), "-cp", classPath, "--release", "17", "-proc:none");
            assertThat(compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjects(Path.of("src/test/applications/example/Sample.java")))
                            .call())
                    .isTrue();
        }
        Path jar = directory.resolve("sample.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("example/Sample.class"));
            Files.copy(directory.resolve("example/Sample.class"), out);
        }
        return jar;
    }
}
