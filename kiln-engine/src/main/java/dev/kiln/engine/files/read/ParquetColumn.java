package dev.kiln.engine.files.read;

import static java.util.Objects.requireNonNull;

import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.List;
import java.util.Optional;

/** How DuckDB gets one column of a relation out of a Parquet file. Equal columns are read alike. */
sealed interface ParquetColumn {
    /** The value as the carrier of the column's Spark type. */
    SqlExpr read(String alias);

    /** The file has no such column. */
    record Missing(SqlType carrier) implements ParquetColumn {
        public Missing {
            requireNonNull(carrier, "carrier");
        }

        @Override
        public SqlExpr read(String alias) {
            return new SqlExpr.Null(carrier);
        }
    }

    /**
     * A column of the file.
     *
     * @param name as the file writes it
     * @param type what DuckDB makes of the file's type
     */
    record Stored(String name, SqlType type, Conversion conversion) implements ParquetColumn {
        public Stored {
            requireNonNull(name, "name");
            requireNonNull(type, "type");
            requireNonNull(conversion, "conversion");
        }

        @Override
        public SqlExpr read(String alias) {
            SqlExpr column = new SqlExpr.ColumnRef(Optional.of(alias), name, type);
            return conversion.apply(column);
        }
    }

    /** What is done to a column's values. */
    sealed interface Conversion {
        SqlExpr apply(SqlExpr column);

        /** Nothing. */
        record None() implements Conversion {
            @Override
            public SqlExpr apply(SqlExpr column) {
                return column;
            }
        }

        /** A cast that loses nothing. */
        record Widening(SqlType to) implements Conversion {
            @Override
            public SqlExpr apply(SqlExpr column) {
                return new SqlExpr.Cast(column, to);
            }
        }

        /** DuckDB takes 96-bit timestamps, which are instants, for local times. */
        record Instant() implements Conversion {
            @Override
            public SqlExpr apply(SqlExpr column) {
                SqlExpr micros = new SqlExpr.Call("epoch_us", List.of(column), PrimitiveType.BIGINT);
                return new SqlExpr.Call("make_timestamptz", List.of(micros), PrimitiveType.TIMESTAMPTZ);
            }
        }
    }
}
