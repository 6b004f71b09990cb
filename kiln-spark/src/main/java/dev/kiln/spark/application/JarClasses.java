package dev.kiln.spark.application;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What classes a jar has. */
record JarClasses(Path jar) {
    private static final String CLASS = ".class";
    private static final int MOST_SUGGESTIONS = 3;

    /** The main class that the jar names. */
    Optional<String> main() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            return Optional.ofNullable(manifest)
                    .map(entries -> entries.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
                    .map(String::strip);
        }
    }

    /** The same; nothing if it cannot be read. */
    Optional<String> mainIfReadable() {
        try {
            return main();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    boolean has(String className) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(className.replace('.', '/') + CLASS) != null;
        }
    }

    /** Classes with the same last name, a few at most. */
    List<String> similar(String className) throws IOException {
        String last = className.substring(className.lastIndexOf('.') + 1);
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName().replace('/', '.'))
                    .filter(name -> name.equals(last + CLASS) || name.endsWith("." + last + CLASS))
                    .map(name -> name.substring(0, name.length() - CLASS.length()))
                    .limit(MOST_SUGGESTIONS)
                    .toList();
        }
    }
}
