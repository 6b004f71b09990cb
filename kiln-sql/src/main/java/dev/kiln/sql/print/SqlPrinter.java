package dev.kiln.sql.print;

import dev.kiln.sql.ParquetCopy;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlQuery;
import dev.kiln.sql.type.SqlType;
import java.util.Map;

/** Turns trees into DuckDB's text. Stateless and safe for use from several threads. */
public final class SqlPrinter {
    private SqlPrinter() {}

    public static String print(SqlQuery query) {
        StringBuilder out = new StringBuilder();
        new QueryPrinter(out).query(query);
        return out.toString();
    }

    public static String print(ParquetCopy copy) {
        StringBuilder out = new StringBuilder("COPY (SELECT * FROM (");
        new QueryPrinter(out).query(copy.query());
        out.append(") AS q(");
        for (int i = 0; i < copy.columns().size(); i++) {
            out.append(i == 0 ? "" : ", ");
            Quoting.identifier(copy.columns().get(i), out);
        }
        out.append(")) TO ");
        Quoting.string(copy.file(), out);
        out.append(" (FORMAT parquet, COMPRESSION ");
        Quoting.string(copy.compression(), out);
        out.append(", KV_METADATA {");
        String separator = "";
        for (Map.Entry<String, String> pair : copy.metadata().entrySet()) {
            out.append(separator);
            Quoting.string(pair.getKey(), out);
            out.append(": ");
            Quoting.string(pair.getValue(), out);
            separator = ", ";
        }
        return out.append("})").toString();
    }

    public static String print(SqlExpr expression) {
        StringBuilder out = new StringBuilder();
        new ExpressionPrinter(out, new QueryPrinter(out)).print(expression);
        return out.toString();
    }

    public static String print(SqlType type) {
        StringBuilder out = new StringBuilder();
        TypePrinter.print(type, out);
        return out.toString();
    }

    /** An identifier in quotes. */
    public static String quote(String identifier) {
        StringBuilder out = new StringBuilder();
        Quoting.identifier(identifier, out);
        return out.toString();
    }
}
