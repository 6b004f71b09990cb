package dev.kiln.engine.files.read;

import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/** Calls of DuckDB's reader of Parquet. */
final class ParquetFiles {
    /** A column that tells each row's file; files hardly have one of this name, and DuckDB refuses those that have. */
    static final String PATH_COLUMN = "kiln_path_of_the_file";

    private static final SqlType PATHS = new SqlType.ListType(PrimitiveType.VARCHAR);

    private ParquetFiles() {}

    static FromItem read(List<String> files, String alias) {
        return read(files, List.of(), alias);
    }

    /** Reads files with {@link #PATH_COLUMN}, the path as it is given here. */
    static FromItem readWithPaths(List<String> files, String alias) {
        return read(files, List.of(new SqlExpr.NamedExpr("filename", Literal.string(PATH_COLUMN))), alias);
    }

    private static FromItem read(List<String> files, List<SqlExpr.NamedExpr> more, String alias) {
        List<SqlExpr> paths = new ArrayList<>();
        files.forEach(path -> paths.add(Literal.string(path)));
        List<SqlExpr.NamedExpr> options = new ArrayList<>(more);
        // paths that look like partitions would otherwise give columns
        options.add(new SqlExpr.NamedExpr("hive_partitioning", Literal.bool(false)));
        return new FromItem.TableFunction(
                "read_parquet",
                List.of(new SqlExpr.Call("list_value", paths, PATHS)),
                options,
                FromItem.Ordinality.WITHOUT,
                new FromItem.Alias(alias));
    }
}
