package dev.kiln.engine.analysis;

/** A query ended because it was cancelled. */
public final class QueryCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QueryCancelledException() {
        super("the query was cancelled");
    }
}
