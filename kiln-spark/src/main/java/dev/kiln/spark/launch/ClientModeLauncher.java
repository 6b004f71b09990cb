package dev.kiln.spark.launch;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Starts drivers as processes of this machine, whatever runs their executors. What spark-submit would do between its
 * command line and the driver's is done here, so there is no second virtual machine.
 */
final class ClientModeLauncher implements DriverLauncher {
    private static final String LOGGING = "driver-log4j2.properties";

    @Override
    public Map<String, String> properties() {
        return Map.of(
                "spark.submit.deployMode", "client",
                "spark.kiln.diesWithInput", "true",
                // Nobody but Kiln is to reach the Connect server, and Kiln is on this machine.
                "spark.connect.grpc.binding.address", "127.0.0.1");
    }

    @Override
    public LaunchedDriver launch(DriverSpec spec) {
        List<String> command = command(spec);
        spec.directory().writeProperties(spec.properties());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.directory().path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(spec.directory().output().toFile());
        builder.environment().putAll(spec.distribution().environment());
        builder.environment().putAll(spec.secrets());
        spec.profile().hadoopConfiguration().ifPresent(directory -> builder.environment()
                .put("HADOOP_CONF_DIR", directory.toString()));
        String address = spec.properties().get("spark.driver.bindAddress");
        if (address != null) {
            // Some parts of Spark go by this alone.
            builder.environment().put("SPARK_LOCAL_IP", address);
        }
        try {
            return OwnDriver.of(builder.start(), spec.directory());
        } catch (IOException e) {
            throw new SparkSetupException("cannot start a Spark driver: " + e.getMessage(), e);
        }
    }

    private static List<String> command(DriverSpec spec) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("kiln.engine", spec.engine());
        properties.put("kiln.driver.properties", spec.directory().properties().toString());
        properties.put("log4j2.configurationFile", logging(spec.directory()).toString());
        properties.put("kiln.driver.log", spec.directory().log().toString());
        properties.put("java.io.tmpdir", spec.directory().temporary().toString());
        List<String> before = new ArrayList<>(List.of(spec.agentJar().toString()));
        before.addAll(split(spec, "spark.driver.extraClassPath", File.pathSeparator));
        before.addAll(localJars(spec));
        return new JavaCommand(
                        spec.distribution(),
                        MemorySize.parse(spec.properties().get("spark.driver.memory")),
                        before,
                        spec.hadoopConfiguration(),
                        split(spec, "spark.driver.extraJavaOptions", "\\s+"),
                        properties,
                        DriverSpec.MAIN_CLASS,
                        List.of())
                .line();
    }

    /** Spark itself brings these to the executors; the driver's class path is made here. */
    private static List<String> localJars(DriverSpec spec) {
        List<String> jars = new ArrayList<>();
        for (String jar : split(spec, "spark.jars", ",")) {
            if (!jar.contains(":/") || jar.startsWith("file:")) {
                Path path = Path.of(jar.replaceFirst("^file:/+", "/"));
                if (!Files.isReadable(path)) {
                    throw new SparkSetupException("spark.jars names " + path + ", which cannot be read");
                }
                jars.add(path.toAbsolutePath().toString());
            }
        }
        return jars;
    }

    private static List<String> split(DriverSpec spec, String property, String separator) {
        return Stream.of(spec.properties().getOrDefault(property, "").strip().split(separator))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Path logging(EngineDirectory directory) {
        Path file = directory.path().resolve(LOGGING);
        try (InputStream in = ClientModeLauncher.class.getResourceAsStream(LOGGING)) {
            if (in == null) {
                throw new IllegalStateException(LOGGING + " is missing from Kiln's jar");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new SparkSetupException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
