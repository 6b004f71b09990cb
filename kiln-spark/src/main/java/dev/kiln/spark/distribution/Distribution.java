package dev.kiln.spark.distribution;

import static java.util.Objects.requireNonNull;

import dev.kiln.spark.SparkSetupException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Spark of one version on this machine: a directory with a folder {@code jars}, as Spark's own downloads have it.
 *
 * @param name how users call it, such as {@code default} or {@code spark-3.5}
 * @param sparkVersion such as {@code 4.2.0}
 * @param scalaVersion the binary version, such as {@code 2.13}
 * @param home an absolute path, fit to be {@code SPARK_HOME}; holds {@code jars} and, if it is a whole download,
 *     {@code python}, {@code conf} and the rest
 */
public record Distribution(String name, String sparkVersion, String scalaVersion, Path home) {
    private static final Pattern CORE = Pattern.compile("spark-core_(\\d+\\.\\d+)-(.+)\\.jar");

    public Distribution {
        requireNonNull(name, "name");
        requireNonNull(sparkVersion, "sparkVersion");
        requireNonNull(scalaVersion, "scalaVersion");
        if (!home.isAbsolute()) {
            throw new IllegalArgumentException("the home must be absolute: " + home);
        }
    }

    /**
     * Looks into a directory; the versions are read off the name of Spark's core jar.
     *
     * @throws SparkSetupException if it holds no Spark, or several
     */
    public static Distribution at(String name, Path home) {
        Path jars = home.toAbsolutePath().normalize().resolve("jars");
        List<Matcher> cores = cores(jars);
        if (cores.isEmpty()) {
            throw new SparkSetupException(home + " holds no Spark: there is no jars/spark-core_*.jar in it");
        }
        if (cores.size() > 1) {
            throw new SparkSetupException(home + " holds several Sparks: "
                    + String.join(", ", cores.stream().map(Matcher::group).toList()));
        }
        Matcher core = cores.get(0);
        return new Distribution(name, core.group(2), core.group(1), jars.getParent());
    }

    /** Whether a folder holds Spark's jars themselves. */
    static boolean isFolderOfJars(Path folder) {
        return !cores(folder).isEmpty();
    }

    private static List<Matcher> cores(Path jars) {
        List<Matcher> found = new ArrayList<>();
        if (Files.isDirectory(jars)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(jars, "spark-core_*.jar")) {
                for (Path file : files) {
                    Matcher matcher = CORE.matcher(file.getFileName().toString());
                    if (matcher.matches()) {
                        found.add(matcher);
                    }
                }
            } catch (IOException e) {
                throw new SparkSetupException("cannot read " + jars + ": " + e.getMessage(), e);
            }
        }
        return found;
    }

    /** The folder of all its jars, and nothing but jars. */
    public Path jars() {
        return home.resolve("jars");
    }

    /** Whether it has a jar whose name begins like this. */
    public boolean hasJar(String prefix) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(jars(), prefix + "*.jar")) {
            return found.iterator().hasNext();
        } catch (IOException e) {
            throw new SparkSetupException("cannot read " + jars() + ": " + e.getMessage(), e);
        }
    }

    /** The class path of its processes, as {@code java -cp} takes it. */
    public String classPath() {
        return jars() + File.separator + "*";
    }

    /** What Spark needs of the Java virtual machine that runs Kiln; works on Java 17 and newer. */
    public List<String> javaFlags() {
        return JavaFlags.forThisJava();
    }

    /** What the processes of a standalone cluster need in their environment to start others from this distribution. */
    public Map<String, String> environment() {
        return Map.of("SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", scalaVersion);
    }
}
