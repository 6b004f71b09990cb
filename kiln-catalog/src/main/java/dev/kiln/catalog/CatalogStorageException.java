package dev.kiln.catalog;

/** The catalog's file can't be read or written. */
public final class CatalogStorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CatalogStorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
