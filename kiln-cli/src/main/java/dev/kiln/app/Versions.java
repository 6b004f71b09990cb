package dev.kiln.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The versions of Kiln and of what it is made of, as they were when it was built. */
public final class Versions {
    private Versions() {}

    /** Version by name, in the order in which people want to read them. */
    public static Map<String, String> all() {
        Properties built = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            if (in == null) {
                throw new IllegalStateException("versions.properties is missing from the jar");
            }
            built.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Kiln", built.getProperty("kiln"));
        versions.put("Spark", built.getProperty("spark"));
        versions.put("DuckDB", built.getProperty("duckdb"));
        versions.put("Arrow", built.getProperty("arrow"));
        versions.put("Java", System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")");
        return versions;
    }

    public static String kiln() {
        return all().get("Kiln");
    }
}
