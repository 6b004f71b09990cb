package dev.kiln.conformance.tpc;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.TPCDSSchema;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The column definitions of the TPC-DS tables that Spark's tests use. They are fields of a Scala trait in the test
 * artifact: initialising the trait on an object of ours makes it hand them over.
 */
public final class TpcdsSchema {
    private TpcdsSchema() {}

    /** Column definitions, as they stand between the parentheses of CREATE TABLE, by table name. */
    public static Map<String, String> columns() {
        AtomicReference<Map<String, String>> columns = new AtomicReference<>(Map.of());
        TPCDSSchema holder = (TPCDSSchema) Proxy.newProxyInstance(
                TPCDSSchema.class.getClassLoader(), new Class<?>[] {TPCDSSchema.class}, (proxy, method, arguments) -> {
                    if (method.getName().endsWith("_setter_$tableColumns_$eq")) {
                        columns.set(strings((scala.collection.Map<?, ?>) arguments[0]));
                    }
                    return null;
                });
        TPCDSSchema.$init$(holder);
        if (columns.get().isEmpty()) {
            throw new IllegalStateException("Spark's test artifact declares no TPC-DS tables");
        }
        return columns.get();
    }

    private static Map<String, String> strings(scala.collection.Map<?, ?> entries) {
        Map<String, String> strings = new TreeMap<>();
        CollectionConverters.asJava(entries).forEach((key, value) -> strings.put((String) key, (String) value));
        return strings;
    }
}
