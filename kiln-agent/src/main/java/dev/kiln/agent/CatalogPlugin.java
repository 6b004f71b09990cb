package dev.kiln.agent;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Puts Kiln's catalog where Spark has its own, before any session has looked there. Spark's sessions reach their catalog
 * through one wrapper, which tells Spark's listeners of changes; what it wraps is replaced. The classes of Kiln's catalog
 * come in a jar of their own, made for some versions of Spark. Under others a catalog stands there that says so.
 */
final class CatalogPlugin {
    private static final String JAR = "spark.kiln.catalog.jar";
    private static final String CATALOG = "org.apache.spark.sql.catalyst.catalog.ExternalCatalog";

    private static final String HADOOP = "org.apache.hadoop.conf.Configuration";

    private static final String CONTEXT = "org.apache.spark.SparkContext";

    private CatalogPlugin() {}

    /** Does nothing if Kiln did not say that it shares its catalog. */
    static void install(Object session, Settings settings, String sparkVersion)
            throws ReflectiveOperationException, IOException {
        String jar = System.getProperty(JAR);
        if (jar == null) {
            return;
        }
        Object shared = call(session, "sharedState");
        Object wrapper = call(shared, "externalCatalog");
        Field wrapped = wrapper.getClass().getDeclaredField("delegate");
        wrapped.setAccessible(true);
        Object standard = wrapped.get(wrapper);
        Object catalog = isServed(sparkVersion)
                ? open(Path.of(jar), new CatalogLink(settings), standard, shared)
                : NoCatalog.instead(standard, Class.forName(CATALOG), sparkVersion);
        wrapped.set(wrapper, catalog);
    }

    /** What has the same Scala and, but for members that are looked for by name, the same catalog. */
    private static boolean isServed(String sparkVersion) {
        return sparkVersion.startsWith("4.");
    }

    private static Object open(Path jar, UnaryOperator<byte[]> link, Object standard, Object shared)
            throws ReflectiveOperationException, IOException {
        if (!jar.toFile().canRead()) {
            throw new IOException("the driver cannot read Kiln's catalog for Spark, " + jar);
        }
        // As long-lived as the driver.
        ClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, CatalogPlugin.class.getClassLoader());
        try {
            return Class.forName("dev.kiln.catalog.driver.DriverCatalog", true, loader)
                    .getMethod(
                            "open",
                            UnaryOperator.class,
                            Class.forName(CATALOG),
                            Class.forName(HADOOP),
                            Class.forName(CONTEXT))
                    .invoke(null, link, standard, call(shared, "hadoopConf"), call(shared, "sparkContext"));
        } catch (InvocationTargetException e) {
            throw new IOException("Kiln's catalog cannot be used: " + e.getCause(), e.getCause());
        }
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }
}
