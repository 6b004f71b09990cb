package dev.kiln.bench.report;

import java.lang.management.ManagementFactory;

/**
 * Where a benchmark ran.
 *
 * @param system operating system and architecture
 * @param cores processors that the JVM sees
 * @param memoryMebibytes physical memory
 * @param java version of the Java that runs servers and client
 */
public record Machine(String system, int cores, long memoryMebibytes, String java) {

    static Machine current() {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize() >> 20
                        : 0;
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                memory,
                System.getProperty("java.version"));
    }

    String line() {
        return system + ", " + cores + " cores, " + memoryMebibytes + " MiB, Java " + java;
    }
}
