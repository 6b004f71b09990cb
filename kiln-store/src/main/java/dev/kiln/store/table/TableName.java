package dev.kiln.store.table;

import java.util.Locale;

/**
 * A table's name: compared without regard to case, kept in lower case as Spark's session catalog does.
 *
 * @param namespace one level, not empty
 * @param name not empty
 */
public record TableName(String namespace, String name) {
    public TableName {
        if (namespace.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("A table of the store has a namespace and a name");
        }
        namespace = namespace.toLowerCase(Locale.ROOT);
        name = name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return namespace + "." + name;
    }
}
