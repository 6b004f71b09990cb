package org.duckdb;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * A table function whose only argument is the id of what it reads. The message of an exception that a callback throws
 * becomes the message with which the query fails.
 */
public interface TableCallback {
    /** Called while a query is planned, possibly several times. */
    Bound bind(long id);

    /** One occurrence of the function in a query. */
    interface Bound {
        List<Column> columns();

        /** The number of rows, if it is known. */
        OptionalLong cardinality();

        /** Whether {@link #cardinality} is exact rather than estimated. */
        boolean isExact();

        /** Called once when the query starts to run; closed with the query if it is a {@link DuckDBTableFunctionState}. */
        Scan scan(int[] columns) throws SQLException;

        /** Called once per thread that reads. */
        Reader reader();
    }

    /** A running scan, shared by its readers. */
    interface Scan {
        int maxThreads();
    }

    /** One thread's part of a scan. */
    interface Reader extends DuckDBTableFunctionState {
        /** Fills the chunk and returns the number of rows; 0 ends this reader. */
        int read(Scan scan, ByteBuffer chunk) throws SQLException;

        @Override
        void close();
    }

    /** A column with its logical type reference. */
    record Column(String name, ByteBuffer type) {
        public Column {
            requireNonNull(name, "name");
            requireNonNull(type, "type");
        }
    }
}
