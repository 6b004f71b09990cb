package dev.kiln.spark.process;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.distribution.Distribution;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line of a virtual machine that runs a class of a Spark distribution, with the Java that runs this one.
 *
 * @param classPathBefore what comes before the distribution's jars
 * @param classPathAfter what comes after them
 * @param flags more flags for the virtual machine, after those that Spark needs
 * @param properties system properties; what is secret does not belong here, where everybody can read it
 */
public record JavaCommand(
        Distribution distribution,
        MemorySize heap,
        List<String> classPathBefore,
        List<String> classPathAfter,
        List<String> flags,
        Map<String, String> properties,
        String mainClass,
        List<String> arguments) {
    public JavaCommand {
        classPathBefore = List.copyOf(classPathBefore);
        classPathAfter = List.copyOf(classPathAfter);
        flags = List.copyOf(flags);
        properties = Map.copyOf(properties);
        arguments = List.copyOf(arguments);
    }

    /** The whole line, the program first. */
    public List<String> line() {
        List<String> line = new ArrayList<>();
        line.add(java().toString());
        line.addAll(distribution.javaFlags());
        line.add("-Xmx" + Math.max(1, heap.mebibytes()) + "m");
        line.addAll(flags);
        properties.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(property -> line.add("-D" + property.getKey() + "=" + property.getValue()));
        line.add("-cp");
        List<String> classPath = new ArrayList<>(classPathBefore);
        classPath.add(distribution.classPath());
        classPath.addAll(classPathAfter);
        line.add(String.join(File.pathSeparator, classPath));
        line.add(mainClass);
        line.addAll(arguments);
        return line;
    }

    /** The program that runs this process. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
