package dev.kiln.bench.contestant;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;

/**
 * The process in which DuckDB runs by hand: no server, just statements on standard input, a line each in Base64, and for
 * each a line on standard output with the number of rows, or {@code error} and a message.
 */
final class DuckDbHost {
    private DuckDbHost() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader statements = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            String line;
            while ((line = statements.readLine()) != null) {
                String sql = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
                answers.println(answer(connection, sql));
            }
        }
    }

    private static String answer(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            return Long.toString(statement.execute(sql) ? drain(statement.getResultSet()) : 0);
        } catch (SQLException e) {
            return "error " + e.getMessage().replace('\n', ' ');
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
