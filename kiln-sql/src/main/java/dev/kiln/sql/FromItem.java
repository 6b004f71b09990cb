package dev.kiln.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** Something that rows come from. */
public sealed interface FromItem {

    /** A table, view or named query. */
    record Table(List<String> path, Alias alias) implements FromItem {
        public Table {
            path = List.copyOf(path);
            requireNonNull(alias, "alias");
            if (path.isEmpty()) {
                throw new IllegalArgumentException("a table has a name");
            }
        }
    }

    /** A call of a table function. */
    record TableFunction(
            String function,
            List<SqlExpr> arguments,
            List<SqlExpr.NamedExpr> namedArguments,
            Ordinality ordinality,
            Alias alias)
            implements FromItem {
        public TableFunction {
            requireNonNull(function, "function");
            arguments = List.copyOf(arguments);
            namedArguments = List.copyOf(namedArguments);
            requireNonNull(ordinality, "ordinality");
            requireNonNull(alias, "alias");
        }

        public TableFunction(String function, List<SqlExpr> arguments, Alias alias) {
            this(function, arguments, List.of(), Ordinality.WITHOUT, alias);
        }
    }

    /** A query in parentheses. */
    record Subquery(SqlQuery query, Alias alias) implements FromItem {
        public Subquery {
            requireNonNull(query, "query");
            requireNonNull(alias, "alias");
        }
    }

    /** Rows of two items put side by side. */
    record Join(FromItem left, JoinType joinType, FromItem right, Correlation correlation, Optional<SqlExpr> condition)
            implements FromItem {
        public Join {
            requireNonNull(left, "left");
            requireNonNull(joinType, "joinType");
            requireNonNull(right, "right");
            requireNonNull(correlation, "correlation");
            requireNonNull(condition, "condition");
            if (condition.isPresent() == (joinType == JoinType.CROSS || joinType == JoinType.POSITIONAL)) {
                throw new IllegalArgumentException(joinType + " join and its condition do not go together");
            }
        }
    }

    /** A random part of an item's rows, in percent. */
    record Sample(FromItem input, double percent, SampleMethod method, Optional<Long> seed) implements FromItem {
        public Sample {
            requireNonNull(input, "input");
            requireNonNull(method, "method");
            requireNonNull(seed, "seed");
        }
    }

    /** A name for an item, and for its columns if they are to be renamed. */
    record Alias(String name, List<String> columns) {
        public Alias {
            requireNonNull(name, "name");
            columns = List.copyOf(columns);
        }

        public Alias(String name) {
            this(name, List.of());
        }
    }

    /** Kinds of join. */
    enum JoinType {
        CROSS,
        INNER,
        LEFT,
        RIGHT,
        FULL,
        SEMI,
        ANTI,
        POSITIONAL
    }

    /** Whether the right side sees the columns of the left one. */
    enum Correlation {
        NONE,
        LATERAL
    }

    /** Whether a row number from 1 follows the columns of a table function. */
    enum Ordinality {
        WITHOUT,
        WITH
    }

    /** What is drawn at random. */
    enum SampleMethod {
        BERNOULLI,
        SYSTEM
    }
}
