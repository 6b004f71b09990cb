package dev.kiln.connector.table;

import dev.kiln.store.table.TableName;
import org.apache.spark.sql.catalyst.analysis.IndexAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchIndexException;

/** What Spark says of indexes, and leaves out after IF EXISTS and IF NOT EXISTS. */
final class IndexErrors {
    private IndexErrors() {}

    static RuntimeException indexExists(String index, TableName table) {
        return raise(made(IndexAlreadyExistsException.class, index, table));
    }

    static RuntimeException noSuchIndex(String index, TableName table) {
        return raise(made(NoSuchIndexException.class, index, table));
    }

    /** Made by name, because the constructor has a type of Scala's, which is another one in each version. */
    private static <E extends Exception> E made(Class<E> type, String index, TableName table) {
        try {
            Class<?> option = Class.forName("scala.Option", true, type.getClassLoader());
            return type.getConstructor(String.class, String.class, option)
                    .newInstance(
                            index, table.toString(), option.getMethod("empty").invoke(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Spark's errors of indexes can't be made: " + e, e);
        }
    }

    /** Throws what Java calls checked: Spark's interface declares these exceptions. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> RuntimeException raise(Exception exception) throws E {
        throw (E) exception;
    }
}
