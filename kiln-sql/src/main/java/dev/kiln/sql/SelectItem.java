package dev.kiln.sql;

import static java.util.Objects.requireNonNull;

/** An output column. */
public record SelectItem(SqlExpr value, String alias) {
    public SelectItem {
        requireNonNull(value, "value");
        requireNonNull(alias, "alias");
    }
}
