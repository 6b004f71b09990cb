package dev.kiln.engine.execution;

import dev.kiln.engine.bridge.ForeignTextException;
import java.sql.SQLException;
import java.util.Optional;

/** A run of a query failed: what DuckDB says, and the exception of a callback if one was the reason. */
final class QueryFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient Optional<Throwable> callback;

    private QueryFailure(Kind kind, SQLException reason, Optional<Throwable> callback) {
        super(reason.getMessage(), reason);
        this.kind = kind;
        this.callback = callback;
    }

    /** What can be done about a failure. */
    enum Kind {
        /** A value does not fit a decimal that wider arithmetic could hold. */
        DECIMAL_OVERFLOW,
        OUT_OF_MEMORY,
        INTERRUPTED,
        /** A scalar subquery gave more than one row. */
        SUBQUERY_ROWS,
        /** Texts are no UTF-8, which DuckDB does not read from a file, or looks for characters in. */
        FOREIGN_TEXT,
        /** DuckDB does not understand the query, which is a defect of the translation. */
        NOT_UNDERSTOOD,
        /** DuckDB met an error inside of itself, after which it may refuse everything. */
        BROKEN,
        /** Anything else, most often a value that an expression cannot take. */
        OTHER
    }

    static QueryFailure of(SQLException reason, Optional<Throwable> callback) {
        Kind kind = callback.filter(ForeignTextException.class::isInstance).isPresent()
                ? Kind.FOREIGN_TEXT
                : kind(String.valueOf(reason.getMessage()));
        return new QueryFailure(kind, reason, callback);
    }

    private static Kind kind(String message) {
        if (message.contains("INTERRUPT Error")) {
            return Kind.INTERRUPTED;
        }
        if (message.startsWith("Out of Memory Error") || message.contains("Out of Memory Error:")) {
            return Kind.OUT_OF_MEMORY;
        }
        if (message.contains("More than one row returned by a subquery")) {
            return Kind.SUBQUERY_ROWS;
        }
        if (message.contains("Invalid string encoding found in Parquet file")) {
            return Kind.FOREIGN_TEXT;
        }
        if (message.contains("FATAL Error") || message.contains("INTERNAL Error")) {
            return Kind.BROKEN;
        }
        if (message.startsWith("Binder Error")
                || message.startsWith("Parser Error")
                || message.startsWith("Catalog Error")) {
            return Kind.NOT_UNDERSTOOD;
        }
        if (message.contains("of DECIMAL(18)")) {
            return Kind.DECIMAL_OVERFLOW;
        }
        return Kind.OTHER;
    }

    Kind kind() {
        return kind;
    }

    /** The exception that a callback threw. */
    Optional<Throwable> callback() {
        return callback;
    }
}
