package dev.kiln.sql.print;

import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlQuery;
import dev.kiln.sql.type.SqlType;

/** Turns trees into DuckDB's text. Stateless and safe for use from several threads. */
public final class SqlPrinter {
    private SqlPrinter() {}

    public static String print(SqlQuery query) {
        StringBuilder out = new StringBuilder();
        new QueryPrinter(out).query(query);
        return out.toString();
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
