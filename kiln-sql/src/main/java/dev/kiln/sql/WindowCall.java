package dev.kiln.sql;

import static java.util.Objects.requireNonNull;

import dev.kiln.sql.type.SqlType;
import java.util.List;
import java.util.Optional;

/**
 * A function over a window.
 *
 * @param function an aggregate or a window function such as row_number
 * @param frame absent for functions that look at the whole partition by definition
 */
public record WindowCall(
        AggregateCall function,
        NullTreatment nullTreatment,
        List<SqlExpr> partitionBy,
        List<OrderItem> orderBy,
        Optional<Frame> frame)
        implements SqlExpr {
    public WindowCall {
        requireNonNull(function, "function");
        requireNonNull(nullTreatment, "nullTreatment");
        partitionBy = List.copyOf(partitionBy);
        orderBy = List.copyOf(orderBy);
        requireNonNull(frame, "frame");
    }

    @Override
    public SqlType type() {
        return function.type();
    }

    /** Whether a value function skips NULL. */
    public enum NullTreatment {
        RESPECT,
        IGNORE
    }

    /** Which rows around the current one the function sees. */
    public record Frame(Unit unit, Bound start, Bound end) {
        public Frame {
            requireNonNull(unit, "unit");
            requireNonNull(start, "start");
            requireNonNull(end, "end");
        }
    }

    /** What the bounds of a frame count. */
    public enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    /** An end of a frame. */
    public sealed interface Bound {
        /** An end that needs no number. */
        enum Fixed implements Bound {
            UNBOUNDED_PRECEDING,
            CURRENT_ROW,
            UNBOUNDED_FOLLOWING
        }

        /** This far before the current row. */
        record Preceding(SqlExpr distance) implements Bound {
            public Preceding {
                requireNonNull(distance, "distance");
            }
        }

        /** This far after the current row. */
        record Following(SqlExpr distance) implements Bound {
            public Following {
                requireNonNull(distance, "distance");
            }
        }
    }
}
