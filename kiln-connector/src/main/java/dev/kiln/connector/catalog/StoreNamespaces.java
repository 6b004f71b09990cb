package dev.kiln.connector.catalog;

import dev.kiln.connector.session.Connections;
import dev.kiln.connector.session.StoreSettings;
import dev.kiln.store.Store;
import dev.kiln.store.StoreCondition;
import dev.kiln.store.StoreException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.connector.catalog.NamespaceChange;

/** Statements about namespaces, which have one level. */
public final class StoreNamespaces {
    /** Where tables go that are named without a namespace. Made when the first such table is. */
    public static final String DEFAULT = "default";

    private final StoreSettings settings;

    public StoreNamespaces(StoreSettings settings) {
        this.settings = settings;
    }

    public String[][] list() {
        return store().namespaces().stream()
                .map(namespace -> new String[] {namespace})
                .toArray(String[][]::new);
    }

    /** Nothing is within a namespace. */
    public String[][] list(String[] namespace) {
        if (namespace.length == 0) {
            return list();
        }
        var unused = load(namespace);
        return new String[0][];
    }

    public Map<String, String> load(String[] namespace) {
        String name = oneLevel(namespace);
        return SparkErrors.onNamespace(namespace, () -> {
            try {
                return store().namespace(name);
            } catch (StoreException e) {
                if (name.equals(DEFAULT) && e.condition() == StoreCondition.NAMESPACE_NOT_FOUND) {
                    return Map.of();
                }
                throw e;
            }
        });
    }

    public void create(String[] namespace, Map<String, String> properties) {
        String name = oneLevel(namespace);
        Object unused = SparkErrors.onNamespace(namespace, () -> {
            store().createNamespace(name, properties);
            return name;
        });
    }

    public void alter(String[] namespace, NamespaceChange... changes) {
        String name = oneLevel(namespace);
        Object unused = SparkErrors.onNamespace(namespace, () -> {
            Map<String, String> properties = new HashMap<>(store().namespace(name));
            for (NamespaceChange change : changes) {
                if (change instanceof NamespaceChange.SetProperty set) {
                    properties.put(set.property(), set.value());
                } else if (change instanceof NamespaceChange.RemoveProperty remove) {
                    properties.remove(remove.property());
                }
            }
            store().alterNamespace(name, properties);
            return name;
        });
    }

    public boolean drop(String[] namespace, boolean cascade) {
        String name = oneLevel(namespace);
        return SparkErrors.onNamespace(namespace, () -> {
            store().dropNamespace(name, cascade ? Store.DropBehavior.CASCADE : Store.DropBehavior.RESTRICT);
            return true;
        });
    }

    private static String oneLevel(String[] namespace) {
        if (namespace.length != 1) {
            throw SparkErrors.raise(new NoSuchNamespaceException(namespace));
        }
        return namespace[0].toLowerCase(java.util.Locale.ROOT);
    }

    private Store store() {
        return Connections.open(settings);
    }
}
