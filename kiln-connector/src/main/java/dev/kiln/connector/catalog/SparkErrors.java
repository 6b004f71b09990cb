package dev.kiln.connector.catalog;

import dev.kiln.store.StoreException;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Identifier;

/** Says what the store refused in the words that Spark has for it, where it has any. */
public final class SparkErrors {
    private SparkErrors() {}

    /** Does something about a table. */
    public static <T> T onTable(Identifier table, Supplier<T> action) {
        try {
            return action.get();
        } catch (StoreException e) {
            throw raise(
                    switch (e.condition()) {
                        case TABLE_NOT_FOUND -> new NoSuchTableException(table);
                        case TABLE_ALREADY_EXISTS -> new TableAlreadyExistsException(table);
                        case NAMESPACE_NOT_FOUND -> new NoSuchNamespaceException(table.namespace());
                        default -> e;
                    });
        }
    }

    /** Does something about a namespace. */
    public static <T> T onNamespace(String[] namespace, Supplier<T> action) {
        try {
            return action.get();
        } catch (StoreException e) {
            throw raise(
                    switch (e.condition()) {
                        case NAMESPACE_NOT_FOUND -> new NoSuchNamespaceException(namespace);
                        case NAMESPACE_ALREADY_EXISTS -> new NamespaceAlreadyExistsException(namespace);
                        case NAMESPACE_NOT_EMPTY -> new NonEmptyNamespaceException(namespace);
                        default -> e;
                    });
        }
    }

    /** Throws what Java calls checked: Spark's interfaces declare some of these exceptions on some methods. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <E extends Exception> RuntimeException raise(Exception exception) throws E {
        throw (E) exception;
    }
}
