package dev.kiln.sql;

import static java.util.Objects.requireNonNull;

/** A sort key; where NULL goes is always said. */
public record OrderItem(SqlExpr key, Direction direction, Nulls nulls) {
    public OrderItem {
        requireNonNull(key, "key");
        requireNonNull(direction, "direction");
        requireNonNull(nulls, "nulls");
    }

    /** Which way. */
    public enum Direction {
        ASC,
        DESC
    }

    /** Where NULL goes. */
    public enum Nulls {
        FIRST,
        LAST
    }
}
