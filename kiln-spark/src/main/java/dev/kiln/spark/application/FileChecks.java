package dev.kiln.spark.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether everything is there that an application brings along. */
final class FileChecks {
    private final SubmitRequest request;
    private final List<Problem> problems = new ArrayList<>();

    private FileChecks(SubmitRequest request) {
        this.request = request;
    }

    static List<Problem> of(SubmitRequest request) {
        FileChecks checks = new FileChecks(request);
        checks.checkApplication();
        checks.checkLists();
        return checks.problems;
    }

    private void checkApplication() {
        ApplicationFile file = request.file();
        if (file.isInternal() && request.mainClass().isEmpty()) {
            problems.add(new Problem("there is no main class", "say which one: --class NAME"));
        }
        Optional<Path> path = file.local();
        if (path.isPresent() && !Files.isRegularFile(path.get())) {
            problems.add(new Problem(
                    "the application's file " + path.get() + " does not exist",
                    "build it first, or give its whole path; flags go before it, its own arguments after it"));
        } else if (path.isPresent() && file.isJar()) {
            checkJar(new JarClasses(path.get()));
        }
    }

    private void checkJar(JarClasses jar) {
        try {
            if (request.mainClass().isEmpty()) {
                if (jar.main().isEmpty()) {
                    problems.add(
                            new Problem(jar.jar() + " does not name its main class", "say which one: --class NAME"));
                }
                return;
            }
            String wanted = request.mainClass().get();
            if (!isElsewhere(wanted) && !jar.has(wanted)) {
                List<String> similar = jar.similar(wanted);
                problems.add(new Problem(
                        jar.jar() + " has no class " + wanted,
                        similar.isEmpty()
                                ? "look at its classes: jar tf " + jar.jar()
                                : "did you mean --class " + String.join(" or ", similar)));
            }
        } catch (IOException e) {
            problems.add(new Problem(jar.jar() + " is not a jar that can be read", String.valueOf(e.getMessage())));
        }
    }

    /** Whether the class may come from Spark or from other jars, some of which cannot be looked into from here. */
    private boolean isElsewhere(String className) throws IOException {
        if (className.startsWith("org.apache.spark.")
                || request.properties().get("spark.jars.packages").isPresent()
                || request.properties().get("spark.driver.extraClassPath").isPresent()) {
            return true;
        }
        for (String other : request.properties().list("spark.jars")) {
            Optional<Path> path = new ApplicationFile(other).local();
            if (path.isEmpty() || (Files.isRegularFile(path.get()) && new JarClasses(path.get()).has(className))) {
                return true;
            }
        }
        return false;
    }

    private void checkLists() {
        for (String key : List.of("spark.jars", "spark.files", "spark.archives", "spark.submit.pyFiles")) {
            for (String item : request.properties().list(key)) {
                // What follows the hash is the name that an archive gets; patterns are Spark's to resolve.
                String location = item.replaceFirst("#.*", "");
                boolean isPattern = location.matches(".*[*?\\[{].*");
                new ApplicationFile(location)
                        .local()
                        .filter(path -> !isPattern && Files.notExists(path))
                        .ifPresent(path -> problems.add(new Problem(
                                key + " names " + path + ", which does not exist", "correct it, or leave it out")));
            }
        }
    }
}
