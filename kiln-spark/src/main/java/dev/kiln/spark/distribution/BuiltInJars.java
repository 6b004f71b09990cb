package dev.kiln.spark.distribution;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars of Kiln's own class path that make up a Spark: all but Kiln's own and the embedded engine's database. */
public final class BuiltInJars {
    private static final Pattern NOT_SPARK = Pattern.compile("(kiln-|duckdb_).*");

    private BuiltInJars() {}

    /** Those that this process was started with. */
    public static List<Path> ofThisProcess() {
        return ofClassPath(System.getProperty("java.class.path"));
    }

    /** @param classPath in the platform's form; directories of classes are passed over */
    public static List<Path> ofClassPath(String classPath) {
        return Stream.of(classPath.split(Pattern.quote(File.pathSeparator)))
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .filter(path -> path.toString().endsWith(".jar") && Files.isRegularFile(path))
                .filter(path ->
                        !NOT_SPARK.matcher(path.getFileName().toString()).matches())
                .toList();
    }
}
