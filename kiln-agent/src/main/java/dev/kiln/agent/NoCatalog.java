package dev.kiln.agent;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Set;

/**
 * A catalog for versions of Spark that cannot have Kiln's. It answers what sessions ask of themselves, and whoever names
 * a database, a table or a function is told why there is none: an empty catalog would say that Kiln's is.
 */
final class NoCatalog implements InvocationHandler {
    private static final Set<String> HARMLESS = Set.of("setCurrentDatabase");
    private static final Set<String> OF_DATABASES = Set.of("databaseExists", "getDatabase");
    private static final Set<String> KNOWN = Set.of("default", "global_temp");

    /** Where a database could stand, as in {@code parquet.`path`}; Spark first makes sure that there is none. */
    private static final Set<String> FORMATS = Set.of("parquet", "orc", "csv", "json", "text", "avro", "binaryfile");

    private final Object standard;
    private final String sparkVersion;

    private NoCatalog(Object standard, String sparkVersion) {
        this.standard = standard;
        this.sparkVersion = sparkVersion;
    }

    /** @param type Spark's interface of catalogs */
    static Object instead(Object standard, Class<?> type, String sparkVersion) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new NoCatalog(standard, sparkVersion));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("databaseExists")
                && FORMATS.contains(String.valueOf(arguments[0]).toLowerCase(Locale.ROOT))) {
            return false;
        }
        boolean asksOfItself = OF_DATABASES.contains(name) && KNOWN.contains(String.valueOf(arguments[0]));
        if (asksOfItself || HARMLESS.contains(name) || method.getDeclaringClass() == Object.class) {
            try {
                return method.invoke(standard, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
        throw new UnsupportedOperationException("Kiln's databases, tables, views and functions cannot be used on Spark "
                + sparkVersion + ", only on Spark 4; temporary views and files named by their path can"
                + " (asked for: " + name + ")");
    }
}
