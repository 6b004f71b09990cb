package org.duckdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Registers functions that DuckDB calls back, on its own threads and concurrently. */
public final class NativeFunctions {
    private NativeFunctions() {}

    /** Computes a vector of results from a chunk of arguments. */
    @FunctionalInterface
    public interface ScalarCallback {
        /**
         * @return empty on success, or the message with which the query is to fail; must not throw
         */
        Optional<String> evaluate(ByteBuffer chunk, ByteBuffer result);
    }

    /** Whether DuckDB may fold calls over constants and reuse results. */
    public enum Stability {
        CONSISTENT,
        VOLATILE
    }

    /**
     * Registers a scalar function for the whole database. It sees nulls.
     *
     * @throws SQLException if DuckDB refuses it
     */
    public static void registerScalar(
            DuckDBConnection connection,
            String name,
            List<ByteBuffer> parameters,
            ByteBuffer result,
            Stability stability,
            ScalarCallback callback)
            throws SQLException {
        ByteBuffer function = DuckDBBindings.duckdb_create_scalar_function();
        try {
            DuckDBBindings.duckdb_scalar_function_set_name(function, utf8(name));
            for (ByteBuffer parameter : parameters) {
                DuckDBBindings.duckdb_scalar_function_add_parameter(function, parameter);
            }
            DuckDBBindings.duckdb_scalar_function_set_return_type(function, result);
            if (stability == Stability.VOLATILE) {
                DuckDBBindings.duckdb_scalar_function_set_volatile(function);
            }
            DuckDBBindings.duckdb_scalar_function_set_special_handling(function);
            DuckDBBindings.duckdb_scalar_function_set_extra_info(function, new ScalarWrapper(callback));
            DuckDBBindings.duckdb_scalar_function_set_function(function);
            if (DuckDBBindings.duckdb_register_scalar_function(connection.connRef, function) != 0) {
                throw new SQLException("DuckDB refused to register the scalar function " + name);
            }
        } finally {
            DuckDBBindings.duckdb_destroy_scalar_function(function);
        }
    }

    /**
     * Registers a table function with one BIGINT parameter and projection push-down.
     *
     * @throws SQLException if DuckDB refuses it
     */
    public static void registerTable(DuckDBConnection connection, String name, TableCallback callback)
            throws SQLException {
        ByteBuffer function = DuckDBBindings.duckdb_create_table_function();
        ByteBuffer bigint =
                DuckDBBindings.duckdb_create_logical_type(DuckDBBindings.CAPIType.DUCKDB_TYPE_BIGINT.typeId);
        try {
            DuckDBBindings.duckdb_table_function_set_name(function, utf8(name));
            DuckDBBindings.duckdb_table_function_add_parameter(function, bigint);
            DuckDBBindings.duckdb_table_function_supports_projection_pushdown(function, true);
            DuckDBBindings.duckdb_table_function_set_extra_info(function, new TableWrapper(callback));
            DuckDBBindings.duckdb_table_function_set_bind(function);
            DuckDBBindings.duckdb_table_function_set_init(function);
            DuckDBBindings.duckdb_table_function_set_local_init(function);
            DuckDBBindings.duckdb_table_function_set_function(function);
            if (DuckDBBindings.duckdb_register_table_function(connection.connRef, function) != 0) {
                throw new SQLException("DuckDB refused to register the table function " + name);
            }
        } finally {
            DuckDBBindings.duckdb_destroy_logical_type(bigint);
            DuckDBBindings.duckdb_destroy_table_function(function);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The driver's callback object, with another body. */
    private static final class ScalarWrapper extends DuckDBScalarFunctionWrapper {
        private final ScalarCallback callback;

        ScalarWrapper(ScalarCallback callback) {
            super(null);
            this.callback = callback;
        }

        @Override
        public void execute(ByteBuffer info, ByteBuffer chunk, ByteBuffer result) {
            Optional<String> error = callback.evaluate(chunk, result);
            if (error.isPresent()) {
                DuckDBBindings.duckdb_scalar_function_set_error(info, utf8(error.get()));
            }
        }
    }

    /** The driver's callback object, with other bodies. */
    private static final class TableWrapper extends DuckDBTableFunctionWrapper {
        private final TableCallback callback;

        TableWrapper(TableCallback callback) {
            super(null);
            this.callback = callback;
        }

        @Override
        public void executeBind(ByteBuffer info) {
            try {
                ByteBuffer parameter = DuckDBBindings.duckdb_bind_get_parameter(info, 0);
                long id;
                try {
                    id = DuckDBBindings.duckdb_get_int64(parameter);
                } finally {
                    DuckDBBindings.duckdb_destroy_value(parameter);
                }
                TableCallback.Bound bound = callback.bind(id);
                for (TableCallback.Column column : bound.columns()) {
                    DuckDBBindings.duckdb_bind_add_result_column(info, utf8(column.name()), column.type());
                }
                bound.cardinality()
                        .ifPresent(rows -> DuckDBBindings.duckdb_bind_set_cardinality(info, rows, bound.isExact()));
                DuckDBBindings.duckdb_bind_set_bind_data(info, bound);
            } catch (Throwable t) {
                DuckDBBindings.duckdb_bind_set_error(info, utf8(String.valueOf(t.getMessage())));
            }
        }

        @Override
        public void executeGlobalInit(ByteBuffer info) {
            try {
                int[] columns = new int[(int) DuckDBBindings.duckdb_init_get_column_count(info)];
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = (int) DuckDBBindings.duckdb_init_get_column_index(info, i);
                }
                TableCallback.Scan scan =
                        ((TableCallback.Bound) DuckDBBindings.duckdb_init_get_bind_data(info)).scan(columns);
                DuckDBBindings.duckdb_init_set_max_threads(info, scan.maxThreads());
                DuckDBBindings.duckdb_init_set_init_data(info, scan);
            } catch (Throwable t) {
                DuckDBBindings.duckdb_init_set_error(info, utf8(String.valueOf(t.getMessage())));
            }
        }

        @Override
        public void executeLocalInit(ByteBuffer info) {
            try {
                TableCallback.Bound bound = (TableCallback.Bound) DuckDBBindings.duckdb_init_get_bind_data(info);
                DuckDBBindings.duckdb_init_set_init_data(info, bound.reader());
            } catch (Throwable t) {
                DuckDBBindings.duckdb_init_set_error(info, utf8(String.valueOf(t.getMessage())));
            }
        }

        @Override
        public void executeFunction(ByteBuffer info, ByteBuffer chunk) {
            try {
                TableCallback.Scan scan = (TableCallback.Scan) DuckDBBindings.duckdb_function_get_init_data(info);
                TableCallback.Reader reader =
                        (TableCallback.Reader) DuckDBBindings.duckdb_function_get_local_init_data(info);
                NativeVectors.setRows(chunk, reader.read(scan, chunk));
            } catch (Throwable t) {
                DuckDBBindings.duckdb_function_set_error(info, utf8(String.valueOf(t.getMessage())));
            }
        }
    }
}
