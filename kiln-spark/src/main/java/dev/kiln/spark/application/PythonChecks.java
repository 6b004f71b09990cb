package dev.kiln.spark.application;

import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.master.DeployMode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Whether there is the Python that a Python application needs on this machine. */
final class PythonChecks {
    private static final int LONGEST_SECONDS = 30;
    private static final String FINDS_PYSPARK =
            "import importlib.util, sys; sys.exit(0 if importlib.util.find_spec('pyspark') else 1)";

    private PythonChecks() {}

    static List<Problem> of(SubmitRequest request, Distribution distribution, Map<String, String> environment) {
        boolean runsHere =
                !(request.target() instanceof SubmitTarget.OnMaster onMaster) || onMaster.mode() == DeployMode.CLIENT;
        if (!request.file().isPython() || !runsHere) {
            return List.of();
        }
        String name = program(request.properties(), environment);
        Optional<Path> program = find(name, environment);
        if (program.isEmpty()) {
            return List.of(new Problem(
                    "there is no " + name + " on this machine, which a Python application needs",
                    "install Python, or say where it is: --conf spark.pyspark.python=PATH"));
        }
        if (!Files.isDirectory(distribution.home().resolve("python")) && !hasPySpark(program.get())) {
            return List.of(new Problem(
                    "neither the Spark distribution '" + distribution.name() + "' nor " + program.get()
                            + " has PySpark",
                    program.get() + " -m pip install pyspark==" + distribution.sparkVersion()
                            + ", or use a whole download of Spark: kiln engine add NAME DIR"));
        }
        return List.of();
    }

    /** The first that is set, in Spark's order. */
    static String program(SparkProperties properties, Map<String, String> environment) {
        return Stream.of(
                        properties.get("spark.pyspark.driver.python"),
                        properties.get("spark.pyspark.python"),
                        Optional.ofNullable(environment.get("PYSPARK_DRIVER_PYTHON")),
                        Optional.ofNullable(environment.get("PYSPARK_PYTHON")))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("python3");
    }

    private static Optional<Path> find(String name, Map<String, String> environment) {
        Stream<Path> candidates = name.contains("/")
                ? Stream.of(Path.of(name))
                : Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name));
        return candidates.filter(Files::isExecutable).findFirst();
    }

    private static boolean hasPySpark(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "-c", FINDS_PYSPARK)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
