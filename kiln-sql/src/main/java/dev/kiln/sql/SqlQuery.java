package dev.kiln.sql;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A query. */
public sealed interface SqlQuery permits QueryBlock, SqlQuery.SetOperation, SqlQuery.Values, SqlQuery.With {

    /** Queries with equally typed columns, put together; names come from the first. */
    record SetOperation(SetOperator operator, Quantifier quantifier, List<SqlQuery> inputs) implements SqlQuery {
        public SetOperation {
            requireNonNull(operator, "operator");
            requireNonNull(quantifier, "quantifier");
            inputs = List.copyOf(inputs);
            if (inputs.size() < 2) {
                throw new IllegalArgumentException(operator + " has at least two inputs");
            }
        }
    }

    /** What a set operation does. */
    enum SetOperator {
        UNION,
        INTERSECT,
        EXCEPT
    }

    /** Constant rows, at least one, all of one width. */
    record Values(List<List<SqlExpr>> rows) implements SqlQuery {
        public Values {
            rows = rows.stream().map(List::copyOf).toList();
            if (rows.isEmpty()) {
                throw new IllegalArgumentException("VALUES has at least one row");
            }
            for (List<SqlExpr> row : rows) {
                if (row.isEmpty() || row.size() != rows.get(0).size()) {
                    throw new IllegalArgumentException("rows of VALUES are equally wide and not empty");
                }
            }
        }
    }

    /** A query with named queries that it can read. */
    record With(Recursion recursion, List<CommonTable> tables, SqlQuery body) implements SqlQuery {
        public With {
            requireNonNull(recursion, "recursion");
            tables = List.copyOf(tables);
            requireNonNull(body, "body");
        }
    }

    /** Whether named queries may read themselves. */
    enum Recursion {
        NONE,
        RECURSIVE
    }

    /** A named query. */
    record CommonTable(String name, List<String> columns, Materialization materialization, SqlQuery query) {
        public CommonTable {
            requireNonNull(name, "name");
            columns = List.copyOf(columns);
            requireNonNull(materialization, "materialization");
            requireNonNull(query, "query");
        }
    }

    /** Whether a named query runs once. */
    enum Materialization {
        /** As DuckDB sees fit. */
        DEFAULT,
        /** Once, so that every reader sees the same rows. */
        ALWAYS
    }
}
