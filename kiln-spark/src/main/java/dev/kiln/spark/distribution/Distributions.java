package dev.kiln.spark.distribution;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The distributions that a home knows: the one that comes with Kiln, the one of {@code SPARK_HOME}, and those that users
 * added, of which the home keeps the place ({@code engines/NAME.properties}), not the jars.
 *
 * <p>Reads the home anew with every call, so several processes may use one home. Safe for use by many threads.
 */
public final class Distributions {
    /** The Spark that comes with Kiln, without ML. */
    public static final String BUILT_IN = "default";

    /** The Spark of the environment variable {@code SPARK_HOME}. */
    public static final String ENVIRONMENT = "spark-home";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final String SUFFIX = ".properties";
    private static final String PLACE = "home";

    private final Path directory;
    private final List<Path> builtIn;
    private final Map<String, String> environment;

    /**
     * @param directory {@code engines} in Kiln's home; made when something is written
     * @param builtIn the jars of the Spark that comes with Kiln; may be empty
     * @param environment the environment variables of the process
     */
    public Distributions(Path directory, List<Path> builtIn, Map<String, String> environment) {
        this.directory = directory.toAbsolutePath();
        this.builtIn = List.copyOf(builtIn);
        this.environment = Map.copyOf(environment);
    }

    /** All names: the one that comes with Kiln, that of the environment, then those that were added, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        if (!builtIn.isEmpty()) {
            names.add(BUILT_IN);
        }
        if (sparkHome().isPresent()) {
            names.add(ENVIRONMENT);
        }
        names.addAll(added());
        return names;
    }

    /**
     * The distribution of this name.
     *
     * @throws SparkSetupException if there is none, or if what it stands for is gone or damaged
     */
    public Distribution get(String name) {
        if (name.equals(BUILT_IN) && !builtIn.isEmpty()) {
            Path home = directory.resolve("built-in");
            LinkedJars.bringUpToDate(home.resolve("jars"), builtIn);
            return Distribution.at(name, home);
        }
        if (name.equals(ENVIRONMENT) && sparkHome().isPresent()) {
            return Distribution.at(name, sparkHome().get());
        }
        if (!NAME.matcher(name).matches() || !Files.exists(file(name))) {
            throw new SparkSetupException(
                    "there is no Spark distribution '" + name + "'; there are: " + String.join(", ", names()));
        }
        return Distribution.at(name, readPlace(name));
    }

    /** The one to use if nobody says which. */
    public Distribution standard() {
        return get(names().stream()
                .findFirst()
                .orElseThrow(() -> new SparkSetupException("there is no Spark distribution; add one with"
                        + " 'kiln engine add NAME DIR' or set SPARK_HOME")));
    }

    /**
     * Keeps the place of a distribution under a name.
     *
     * @param place an unpacked download of Spark, or a folder of its jars
     * @throws SparkSetupException if the name is bad or taken, if there is no Spark, or if the home cannot be written
     */
    public Distribution add(String name, Path place) {
        if (!NAME.matcher(name).matches()) {
            throw new SparkSetupException("'" + name + "' cannot be the name of a distribution: use small letters,"
                    + " digits, dots, dashes and underscores");
        }
        if (name.equals(BUILT_IN) || name.equals(ENVIRONMENT) || Files.exists(file(name))) {
            throw new SparkSetupException("there is a distribution '" + name + "' already");
        }
        Path absolute = place.toAbsolutePath().normalize();
        boolean jarsOnly = Distribution.isFolderOfJars(absolute);
        Path home = jarsOnly ? directory.resolve(name) : absolute;
        Distribution distribution =
                jarsOnly ? Distribution.at(name, linkTo(home, absolute)) : Distribution.at(name, home);
        writePlace(name, home);
        return distribution;
    }

    /**
     * Forgets a distribution that was added; its jars stay.
     *
     * @throws SparkSetupException if there is none of this name, or if the home cannot be written
     */
    public void remove(String name) {
        if (!added().contains(name)) {
            throw new SparkSetupException("no distribution '" + name + "' was added");
        }
        try {
            Files.deleteIfExists(directory.resolve(name).resolve("jars"));
            Files.deleteIfExists(directory.resolve(name));
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + directory + ": " + e.getMessage(), e);
        }
    }

    private Optional<Path> sparkHome() {
        return Optional.ofNullable(environment.get("SPARK_HOME"))
                .filter(home -> !home.isBlank())
                .map(Path::of);
    }

    private List<String> added() {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                for (Path file : files) {
                    String fileName = file.getFileName().toString();
                    names.add(fileName.substring(0, fileName.length() - SUFFIX.length()));
                }
            } catch (IOException e) {
                throw new SparkSetupException("cannot read " + directory + ": " + e.getMessage(), e);
            }
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    private Path file(String name) {
        return directory.resolve(name + SUFFIX);
    }

    private static Path linkTo(Path home, Path jars) {
        try {
            Files.createDirectories(home);
            Files.deleteIfExists(home.resolve("jars"));
            Files.createSymbolicLink(home.resolve("jars"), jars);
            return home;
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + home + ": " + e.getMessage(), e);
        }
    }

    private Path readPlace(String name) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file(name))) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new SparkSetupException("cannot read " + file(name) + ": " + e.getMessage(), e);
        }
        return Optional.ofNullable(properties.getProperty(PLACE))
                .map(Path::of)
                .orElseThrow(() -> new SparkSetupException(file(name) + " does not say where the distribution is"));
    }

    private void writePlace(String name, Path home) {
        Properties properties = new Properties();
        properties.setProperty(PLACE, home.toString());
        try {
            Files.createDirectories(directory);
            Path written = Files.createTempFile(directory, name, ".new");
            try (Writer out = Files.newBufferedWriter(written)) {
                properties.store(out, null);
            }
            Files.move(written, file(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + file(name) + ": " + e.getMessage(), e);
        }
    }
}
