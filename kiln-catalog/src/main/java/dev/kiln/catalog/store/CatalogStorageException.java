package dev.kiln.catalog.store;

/** What holds the catalog can't be read, written or reached. */
public final class CatalogStorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CatalogStorageException(String message) {
        super(message);
    }

    public CatalogStorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
