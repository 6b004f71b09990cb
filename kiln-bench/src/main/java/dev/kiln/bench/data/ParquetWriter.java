package dev.kiln.bench.data;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Collects a table's rows in DuckDB and writes them to a Parquet file. Owned by one thread. */
final class ParquetWriter implements AutoCloseable {

    /** Puts the values of all rows of a table, each row between {@code beginRow} and {@code endRow}. */
    interface Rows {
        void appendTo(DuckDBAppender appender) throws SQLException;
    }

    /**
     * @param name column name
     * @param type type of the column in the file, as DuckDB names it
     */
    record Column(String name, String type) {}

    private final DuckDBConnection connection;

    ParquetWriter() {
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:", new Properties())
                    .unwrap(DuckDBConnection.class);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not start", e);
        }
    }

    /** Writes a table whose rows are appended with the columns' own types. */
    void write(Path file, List<Column> columns, Rows rows) {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        write(file, columns, names, rows);
    }

    /** Writes a table whose rows are appended as text and then cast to the columns' types. */
    void writeText(Path file, List<Column> columns, Rows rows) {
        List<Column> texts = columns.stream()
                .map(column -> new Column(column.name(), "VARCHAR"))
                .toList();
        String casts = columns.stream()
                .map(column -> "CAST(" + column.name() + " AS " + column.type() + ") AS " + column.name())
                .collect(Collectors.joining(", "));
        write(file, texts, casts, rows);
    }

    private void write(Path file, List<Column> columns, String selected, Rows rows) {
        String definitions = columns.stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE staged (" + definitions + ")");
            try (DuckDBAppender appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "staged")) {
                rows.appendTo(appender);
            }
            statement.execute("COPY (SELECT " + selected + " FROM staged) TO '"
                    + file.toString().replace("'", "''") + "' (FORMAT parquet)");
            statement.execute("DROP TABLE staged");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot write " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
