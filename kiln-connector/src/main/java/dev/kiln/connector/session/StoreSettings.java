package dev.kiln.connector.session;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.internal.SQLConf;

/**
 * How the store is reached: properties named {@code kiln.store.*}. Immutable, and equal for equal properties, so that what
 * is shared per process can be found by it.
 */
public final class StoreSettings implements Serializable {
    /** What every property's name begins with. */
    public static final String PREFIX = "kiln.store.";

    private static final long serialVersionUID = 1L;
    private static final String SPARK = "spark.";

    private final TreeMap<String, String> properties;

    private StoreSettings(SortedMap<String, String> properties) {
        this.properties = new TreeMap<>(properties);
    }

    /**
     * Settings of the current session ({@code spark.kiln.store.*}), and what was said nearer by, which wins: options of a
     * catalog or of a read, with or without the prefix {@code kiln.store.}.
     */
    public static StoreSettings of(Map<String, String> options) {
        TreeMap<String, String> properties = new TreeMap<>(session());
        options.forEach((name, value) -> {
            String key = name.startsWith(SPARK) ? name.substring(SPARK.length()) : name;
            properties.put(key.startsWith(PREFIX) ? key : PREFIX + key, value);
        });
        return new StoreSettings(properties);
    }

    /** Properties by full name. */
    public Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /** A whole number of at least one. */
    public int positive(String name, int otherwise) {
        String value = properties.get(PREFIX + name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.trim());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(PREFIX + name + " must be a whole number above 0, not " + value);
    }

    /**
     * Spark gives all settings of a session away only as a map of Scala's, which has another signature in each version,
     * but the same methods.
     */
    private static Map<String, String> session() {
        try {
            TreeMap<String, String> found = new TreeMap<>();
            Object all = SQLConf.class.getMethod("getAllConfs").invoke(SQLConf.get());
            Object entries = all.getClass().getMethod("iterator").invoke(all);
            Class<?> iterator = Class.forName("scala.collection.Iterator", true, SQLConf.class.getClassLoader());
            Class<?> pair = Class.forName("scala.Tuple2", true, SQLConf.class.getClassLoader());
            while ((boolean) iterator.getMethod("hasNext").invoke(entries)) {
                Object entry = iterator.getMethod("next").invoke(entries);
                String name = (String) pair.getMethod("_1").invoke(entry);
                if (name.toLowerCase(Locale.ROOT).startsWith(SPARK + PREFIX)) {
                    found.put(name.substring(SPARK.length()), (String)
                            pair.getMethod("_2").invoke(entry));
                }
            }
            return found;
        } catch (NoSuchMethodException | ClassNotFoundException | IllegalAccessException e) {
            throw new IllegalStateException("This Spark's settings can't be read: " + e, e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("This Spark's settings can't be read: " + e.getCause(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoreSettings settings && settings.properties.equals(properties);
    }

    @Override
    public int hashCode() {
        return properties.hashCode();
    }
}
