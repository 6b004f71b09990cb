package dev.kiln.spark.catalog;

/** Answers what drivers ask about the catalog. Safe for use by many threads. */
@FunctionalInterface
public interface CatalogRequests extends AutoCloseable {
    /** Answers any request, be it malformed. */
    byte[] answer(byte[] request);

    /** Called when no driver is left that could ask. */
    @Override
    default void close() {}
}
