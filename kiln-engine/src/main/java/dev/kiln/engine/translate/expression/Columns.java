package dev.kiln.engine.translate.expression;

import dev.kiln.sql.SqlExpr;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.jspecify.annotations.Nullable;

/**
 * The columns that expressions can name, by expression id. A subquery also sees those of the query around it. Immutable.
 */
public final class Columns {
    private static final Columns NONE = new Columns(Map.of(), null);

    private final Map<Long, SqlExpr> byId;
    private final @Nullable Columns outer;

    private Columns(Map<Long, SqlExpr> byId, @Nullable Columns outer) {
        this.byId = Map.copyOf(byId);
        this.outer = outer;
    }

    public static Columns none() {
        return NONE;
    }

    /** The name under which queries pass on the value of an attribute. */
    public static String name(ExprId id) {
        return "c" + id.id();
    }

    /** These columns instead of the present ones, within the same outer query. */
    public Columns with(Map<Long, SqlExpr> columns) {
        return new Columns(columns, outer);
    }

    /** These columns and the present ones. */
    public Columns and(Map<Long, SqlExpr> columns) {
        Map<Long, SqlExpr> all = new HashMap<>(byId);
        all.putAll(columns);
        return new Columns(all, outer);
    }

    /** What a subquery sees before it has columns of its own. */
    public Columns inner() {
        return new Columns(Map.of(), this);
    }

    /** A column of this query. */
    public Optional<SqlExpr> find(ExprId id) {
        return Optional.ofNullable(byId.get(id.id()));
    }

    /** A column of this query, or of the nearest query around it. */
    public Optional<SqlExpr> findAnywhere(ExprId id) {
        for (Columns columns = this; columns != null; columns = columns.outer) {
            SqlExpr found = columns.byId.get(id.id());
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** A column of a query around this one. */
    public Optional<SqlExpr> findOuter(ExprId id) {
        return outer == null ? Optional.empty() : outer.findAnywhere(id);
    }
}
