package dev.kiln.spark.application;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.Distribution;
import dev.kiln.spark.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An application that uses a Spark Connect server which is there already. It runs on this machine, with the official
 * client on its class path and nothing of Spark itself, and finds the server's address where clients look for it.
 */
public final class ConnectProgram {
    private static final MemorySize STANDARD_HEAP = MemorySize.ofMebibytes(1024);

    private final SubmitRequest request;
    private final Distribution distribution;
    private final Map<String, String> environment;

    /** @param environment the variables of this process */
    public ConnectProgram(SubmitRequest request, Distribution distribution, Map<String, String> environment) {
        this.request = request;
        this.distribution = distribution;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Runs it to its end with this process's input and output. When this process ends in order, so does it.
     *
     * @param clientJars a folder with the official client; asked for only if that is needed
     * @return its exit code
     * @throws SparkSetupException if it cannot run
     */
    public int run(Supplier<Path> clientJars) throws InterruptedException {
        if (!(request.target() instanceof SubmitTarget.OnServer server)) {
            throw new IllegalArgumentException("no server was named");
        }
        List<Problem> problems = new ArrayList<>(FileChecks.of(request));
        problems.addAll(PythonChecks.of(request, distribution, environment));
        if (!problems.isEmpty()) {
            throw new SparkSetupException(
                    String.join("\n", problems.stream().map(Problem::toString).toList()));
        }
        ProcessBuilder builder =
                new ProcessBuilder(request.file().isPython() ? python() : java(clientJars.get(), server)).inheritIO();
        builder.environment().put("SPARK_REMOTE", server.url());
        String modules = String.join(File.pathSeparator, request.properties().list("spark.submit.pyFiles"));
        if (!modules.isEmpty()) {
            builder.environment().merge("PYTHONPATH", modules, (old, more) -> more + File.pathSeparator + old);
        }
        try {
            Process process = builder.start();
            try {
                return process.waitFor();
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new SparkSetupException("cannot start the application: " + e.getMessage(), e);
        }
    }

    private List<String> python() {
        List<String> line = new ArrayList<>();
        line.add(PythonChecks.program(request.properties(), environment));
        line.add(request.file().location());
        line.addAll(request.arguments());
        return line;
    }

    private List<String> java(Path clientJars, SubmitTarget.OnServer server) {
        List<String> line = new ArrayList<>();
        line.add(JavaCommand.java().toString());
        line.addAll(distribution.javaFlags());
        line.add("-Xmx"
                + request.properties()
                        .memory("spark.driver.memory")
                        .orElse(STANDARD_HEAP)
                        .mebibytes() + "m");
        request.properties()
                .get("spark.driver.extraJavaOptions")
                .ifPresent(options -> line.addAll(OptionText.split(options)));
        line.add("-Dspark.remote=" + server.url());
        line.add("-cp");
        List<String> classPath = new ArrayList<>();
        request.file().local().map(Path::toString).ifPresent(classPath::add);
        request.properties().list("spark.jars").stream()
                .map(jar -> new ApplicationFile(jar).local())
                .flatMap(Optional::stream)
                .map(Path::toString)
                .forEach(classPath::add);
        classPath.add(clientJars + File.separator + "*");
        line.add(String.join(File.pathSeparator, classPath));
        line.add(mainClass());
        line.addAll(request.arguments());
        return line;
    }

    private String mainClass() {
        return request.mainClass()
                .or(() -> request.file().local().flatMap(jar -> new JarClasses(jar).mainIfReadable()))
                .orElseThrow(() -> new SparkSetupException("say which class is the main one: --class NAME"));
    }
}
