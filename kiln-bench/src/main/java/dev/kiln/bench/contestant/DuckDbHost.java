package dev.kiln.bench.contestant;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The process in which DuckDB runs by hand: no server, just statements, answered by their number of rows. */
final class DuckDbHost {
    private DuckDbHost() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            HostLoop.run(sql -> Long.toString(execute(connection, sql)));
        }
    }

    private static long execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql) ? drain(statement.getResultSet()) : 0;
        }
    }

    /** Reads every value, as a program that wants the result would. */
    private static long drain(ResultSet rows) throws SQLException {
        try (rows) {
            int columns = rows.getMetaData().getColumnCount();
            long count = 0;
            while (rows.next()) {
                count++;
                for (int column = 1; column <= columns; column++) {
                    rows.getObject(column);
                }
            }
            return count;
        }
    }
}
