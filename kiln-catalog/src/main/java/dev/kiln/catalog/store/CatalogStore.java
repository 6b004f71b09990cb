package dev.kiln.catalog.store;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** What holds a catalog, be it in this process or in another. Safe for use by many threads. */
public interface CatalogStore {
    /** One table of the store; the same name is the same table. */
    Entries entries(String name);

    /** Runs a read that sees one state of the catalog. May run it several times; may be used within another. */
    <T> T read(Supplier<T> query);

    /**
     * Runs a change alone. When this returns, the change is durable and its work on files is done; when it throws,
     * nothing has changed in the catalog. May run the body several times, of which the last counts.
     */
    void change(Consumer<Transaction> change);
}
