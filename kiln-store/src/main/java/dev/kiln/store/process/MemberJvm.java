package dev.kiln.store.process;

import dev.kiln.store.server.Rehearsal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Java that runs a member.
 *
 * @param java the executable
 * @param classPath of a member
 * @param archive of loaded classes, made for exactly this Java and class path
 */
public record MemberJvm(Path java, String classPath, Optional<Path> archive) {
    /** What Apache Ignite needs of the JVM, of packages by module. */
    private static final List<String> OPENED = List.of(
            "java.base/jdk.internal.access",
            "java.base/jdk.internal.misc",
            "java.base/sun.nio.ch",
            "java.base/sun.util.calendar",
            "java.management/com.sun.jmx.mbeanserver",
            "jdk.internal.jvmstat/sun.jvmstat.monitor",
            "java.base/sun.reflect.generics.reflectiveObjects",
            "jdk.management/com.sun.management.internal",
            "java.base/java.io",
            "java.base/java.nio",
            "java.base/java.net",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.locks",
            "java.base/java.util.concurrent.atomic",
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.math",
            "java.sql/java.sql",
            "java.base/java.lang.reflect",
            "java.base/java.time");

    /** That of the distribution that this process was started from, otherwise this process's own. */
    public static MemberJvm installed() {
        String distribution = System.getProperty("kiln.distribution", "");
        Path jars = Path.of(distribution, "lib", "store");
        if (distribution.isEmpty() || !Files.isDirectory(jars)) {
            return ofThisProcess();
        }
        try {
            return ofJars(jars, jars.resolve(archiveName()));
        } catch (IOException e) {
            throw MemberDirectory.failed("cannot read " + jars, e);
        }
    }

    private static String archiveName() {
        return "member-" + System.getProperty("java.runtime.version").replaceAll("[^A-Za-z0-9.]", "-") + ".jsa";
    }

    /** This process's own Java and class path. */
    public static MemberJvm ofThisProcess() {
        return new MemberJvm(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Optional.empty());
    }

    /**
     * This process's own Java with all jars of a directory, and its archive if there is one.
     *
     * @param archive may be missing
     */
    public static MemberJvm ofJars(Path directory, Path archive) throws IOException {
        try (Stream<Path> jars = Files.list(directory)) {
            String classPath = String.join(
                    File.pathSeparator,
                    jars.map(Path::toString)
                            .filter(name -> name.endsWith(".jar"))
                            .sorted()
                            .toList());
            return new MemberJvm(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    classPath,
                    Optional.of(archive).filter(Files::exists));
        }
    }

    /**
     * Records the classes that a start needs, where {@link #installed} looks for them.
     *
     * @throws IOException if the directory can't be written to, or if what is recorded doesn't run
     */
    public static Path record() throws IOException, InterruptedException {
        Path jars = Path.of(System.getProperty("kiln.distribution", ""))
                .resolve("lib")
                .resolve("store");
        Path archive = jars.resolve(archiveName());
        Path directory = Files.createTempDirectory("kiln-store-rehearsal");
        Files.deleteIfExists(archive);
        List<String> command = ofJars(jars, archive)
                .command(
                        Rehearsal.class.getName(),
                        256L << 20,
                        List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds*=off"));
        command.add(directory.toString());
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("the rehearsal takes too long");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the rehearsal ended with code " + process.exitValue());
            }
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return archive;
    }

    /** The command that runs a main class, but for its arguments. */
    public List<String> command(String mainClass, long heap, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-Xmx" + (heap >> 20) + "m",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:MaxDirectMemorySize=" + (Math.max(heap, 256L << 20) >> 20) + "m",
                "-Xshare:auto",
                // An archive that doesn't fit is left alone, and the start is slower; nothing else.
                "-Xlog:cds*=off",
                "-XX:+UseG1GC",
                "-Djava.net.preferIPv4Stack=true",
                // Dates of rows are kept as moments; all servers mean the same ones.
                "-Duser.timezone=UTC",
                "-DIGNITE_QUIET=true",
                "-DIGNITE_NO_ASCII=true",
                "-DIGNITE_NO_SHUTDOWN_HOOK=true",
                "-DIGNITE_UPDATE_NOTIFIER=false",
                // A server that is killed while it gets its share must come up again: without the log it would not.
                "-DIGNITE_DISABLE_WAL_DURING_REBALANCING=false",
                "-DIGNITE_PERFORMANCE_SUGGESTIONS_DISABLED=true"));
        archive.ifPresent(file -> command.add("-XX:SharedArchiveFile=" + file));
        OPENED.forEach(opened -> command.add("--add-opens=" + opened + "=ALL-UNNAMED"));
        command.addAll(more);
        command.addAll(List.of("-cp", classPath, mainClass));
        return command;
    }
}
