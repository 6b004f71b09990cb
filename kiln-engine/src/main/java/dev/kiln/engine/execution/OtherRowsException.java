package dev.kiln.engine.execution;

/** A query that runs again does not begin with the rows that it gave before. */
final class OtherRowsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
