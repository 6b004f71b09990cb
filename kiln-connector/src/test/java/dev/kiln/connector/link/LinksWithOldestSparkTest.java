package dev.kiln.connector.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The classes that were compiled against the newest Spark, linked by hand against the jars of the oldest one. */
final class LinksWithOldestSparkTest {
    private static final Path CLASSES = Path.of("target/classes");

    @Test
    void everyMemberOfSparkThatIsNamedIsThere() throws Exception {
        try (URLClassLoader oldest = oldestSpark()) {
            Set<String> missing = new TreeSet<>();
            int checked = 0;
            for (Path file : classFiles()) {
                for (ClassLinks.Member member :
                        ClassLinks.read(Files.newInputStream(file)).members()) {
                    if (member.owner().startsWith("org/apache/spark/")) {
                        checked++;
                        if (!isThere(member, oldest)) {
                            missing.add(file.getFileName() + ": " + member);
                        }
                    }
                }
            }
            assertThat(checked).isGreaterThan(30);
            assertThat(missing).isEmpty();
        }
    }

    /** Those that an extension has to be and to give; they are the same in both of Scala's versions. */
    private static final Pattern SAME_IN_BOTH = Pattern.compile("Lscala/(Function1|Function2|runtime/BoxedUnit);");

    @Test
    void noTypeOfScalaIsNamedThatIsNotTheSameInBoth() throws Exception {
        Set<String> named = new TreeSet<>();
        for (Path file : classFiles()) {
            ClassLinks links = ClassLinks.read(Files.newInputStream(file));
            links.classes().stream()
                    .filter(name -> isOther("L" + name + ";"))
                    .forEach(name -> named.add(file + ": " + name));
            links.members().stream()
                    .filter(member -> isOther("L" + member.owner() + ";" + member.descriptor()))
                    .forEach(member -> named.add(file + ": " + member));
        }
        assertThat(named).isEmpty();
    }

    private static boolean isOther(String types) {
        return SAME_IN_BOTH.matcher(types).replaceAll("").contains("scala/");
    }

    @Test
    void everyAbstractMethodOfTheOldestSparkIsImplemented() throws Exception {
        try (URLClassLoader oldest = oldestSpark()) {
            Set<String> missing = new TreeSet<>();
            for (Path file : classFiles()) {
                String name = CLASSES.relativize(file).toString().replace('/', '.');
                name = name.substring(0, name.length() - ".class".length());
                if (name.endsWith("package-info")) {
                    continue;
                }
                Class<?> type = Class.forName(name, false, oldest);
                if (!Modifier.isAbstract(type.getModifiers())) {
                    for (Method method : type.getMethods()) {
                        if (method.getDeclaringClass().getName().startsWith("org.apache.spark")
                                && Modifier.isAbstract(method.getModifiers())
                                && !hasBody(type, method)) {
                            missing.add(name + ": " + method);
                        }
                    }
                }
            }
            assertThat(missing).isEmpty();
        }
    }

    /** {@code getMethods} also tells of abstract methods that are implemented with a narrower return type. */
    private static boolean hasBody(Class<?> type, Method method) {
        return Arrays.stream(type.getMethods())
                .anyMatch(other -> !Modifier.isAbstract(other.getModifiers())
                        && other.getName().equals(method.getName())
                        && Arrays.equals(other.getParameterTypes(), method.getParameterTypes())
                        && method.getReturnType().isAssignableFrom(other.getReturnType()));
    }

    /** Looks in the owner and in everything above it. */
    private static boolean isThere(ClassLinks.Member member, ClassLoader spark) throws IOException {
        Deque<String> owners = new ArrayDeque<>(List.of(member.owner()));
        while (!owners.isEmpty()) {
            String owner = owners.poll();
            try (InputStream file = spark.getResourceAsStream(owner + ".class")) {
                if (file == null) {
                    return false;
                }
                ClassLinks found = ClassLinks.read(file);
                if (found.declared().contains(member.name() + member.descriptor())) {
                    return true;
                }
                owners.addAll(found.above());
            }
        }
        return false;
    }

    private static List<Path> classFiles() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    /** Our classes and what they need that is not Spark's, with the oldest Spark's jars. */
    private static URLClassLoader oldestSpark() throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(CLASSES.toUri().toURL());
        try (Stream<Path> jars = Files.list(Path.of("target/oldest-spark"))) {
            for (Path jar : jars.toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("org/apache/spark") && !entry.contains("scala-library")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
