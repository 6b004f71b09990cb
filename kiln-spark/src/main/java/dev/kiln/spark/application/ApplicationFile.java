package dev.kiln.spark.application;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What is submitted: a jar, a Python or an R file, or nothing but a class that is on the class path already.
 *
 * @param location a path or a URI, as the user wrote it
 */
public record ApplicationFile(String location) {
    /** What Spark writes where a class of Spark itself is run. */
    private static final String INTERNAL = "spark-internal";

    public ApplicationFile {
        if (location.isBlank()) {
            throw new IllegalArgumentException("the application's file is missing");
        }
    }

    public boolean isPython() {
        return location.endsWith(".py");
    }

    public boolean isR() {
        return location.toLowerCase(Locale.ROOT).endsWith(".r");
    }

    /** Whether there is no file, because the main class comes with Spark or with {@code --jars}. */
    public boolean isInternal() {
        return location.equals(INTERNAL);
    }

    public boolean isJar() {
        return !isPython() && !isR() && !isInternal();
    }

    /** Where it lies if that is on this machine. */
    public Optional<Path> local() {
        return isInternal() ? Optional.empty() : localPath(location);
    }

    /** As a URI, which is what the processes of a cluster need, who know nothing of this one's directory. */
    public String uri() {
        return isInternal() ? location : absolute(location);
    }

    /** The last part of its name. */
    public String name() {
        String path = location.contains(":")
                ? Optional.ofNullable(URI.create(location).getPath()).orElse(location)
                : location;
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A path or a URI as a URI. */
    static String absolute(String location) {
        return localPath(location)
                .filter(path -> !location.startsWith("local:"))
                .map(path -> "file:" + path.toUri().getRawPath())
                .orElse(location);
    }

    private static Optional<Path> localPath(String location) {
        int colon = location.indexOf(':');
        String scheme = colon < 0 ? "" : location.substring(0, colon);
        return switch (scheme) {
            case "" -> Optional.of(Path.of(location).toAbsolutePath().normalize());
            case "file" -> Optional.of(Path.of(URI.create(location).getPath()));
            default -> Optional.empty();
        };
    }
}
