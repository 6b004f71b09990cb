package org.duckdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** References to DuckDB's logical types. */
public final class NativeTypes {
    private static final byte[] TEMP = "temp".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MAIN = "main".getBytes(StandardCharsets.UTF_8);
    private static final String TABLE = "kiln_types";

    private NativeTypes() {}

    /**
     * Resolves types from their SQL text. The bindings can build only some types, so a temporary table is made on the
     * connection and asked for the types of its columns. The references live until the process ends: callers keep
     * them.
     *
     * @throws SQLException if a text is not a type
     */
    public static List<ByteBuffer> resolve(DuckDBConnection connection, List<String> sqlTypes) throws SQLException {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < sqlTypes.size(); i++) {
            columns.append(i == 0 ? "" : ", ").append('c').append(i).append(' ').append(sqlTypes.get(i));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TEMP TABLE " + TABLE + " (" + columns + ")");
            try {
                return columnTypes(connection, sqlTypes.size());
            } finally {
                statement.execute("DROP TABLE temp.main." + TABLE);
            }
        }
    }

    private static List<ByteBuffer> columnTypes(DuckDBConnection connection, int count) throws SQLException {
        ByteBuffer[] appender = new ByteBuffer[1];
        byte[] table = TABLE.getBytes(StandardCharsets.UTF_8);
        int state = DuckDBBindings.duckdb_appender_create_ext(connection.connRef, TEMP, MAIN, table, appender);
        try {
            if (state != 0) {
                throw new SQLException(
                        new String(DuckDBBindings.duckdb_appender_error(appender[0]), StandardCharsets.UTF_8));
            }
            List<ByteBuffer> types = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                types.add(DuckDBBindings.duckdb_appender_column_type(appender[0], i));
            }
            return types;
        } finally {
            if (appender[0] != null) {
                DuckDBBindings.duckdb_appender_destroy(appender[0]);
            }
        }
    }
}
