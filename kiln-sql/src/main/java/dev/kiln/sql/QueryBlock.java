package dev.kiln.sql;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One SELECT with its clauses as slots.
 *
 * @param where conditions that all hold
 * @param qualify conditions over windows that all hold
 */
public record QueryBlock(
        Optional<FromItem> from,
        List<SqlExpr> where,
        Optional<Grouping> groupBy,
        List<SqlExpr> having,
        List<SqlExpr> qualify,
        List<SelectItem> select,
        Quantifier quantifier,
        List<OrderItem> orderBy,
        Optional<SqlExpr> limit,
        Optional<SqlExpr> offset)
        implements SqlQuery {
    public QueryBlock {
        requireNonNull(from, "from");
        where = List.copyOf(where);
        requireNonNull(groupBy, "groupBy");
        having = List.copyOf(having);
        qualify = List.copyOf(qualify);
        select = List.copyOf(select);
        requireNonNull(quantifier, "quantifier");
        orderBy = List.copyOf(orderBy);
        requireNonNull(limit, "limit");
        requireNonNull(offset, "offset");
        if (select.isEmpty()) {
            throw new IllegalArgumentException("a query has at least one column");
        }
    }

    /** The columns of an item, or of one row if there is none. */
    public static QueryBlock of(Optional<FromItem> from, List<SelectItem> select) {
        return new QueryBlock(
                from,
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                select,
                Quantifier.ALL,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    public static QueryBlock of(FromItem from, List<SelectItem> select) {
        return of(Optional.of(from), select);
    }

    public QueryBlock withSelect(List<SelectItem> newSelect) {
        return new QueryBlock(from, where, groupBy, having, qualify, newSelect, quantifier, orderBy, limit, offset);
    }

    public QueryBlock withQuantifier(Quantifier newQuantifier) {
        return new QueryBlock(from, where, groupBy, having, qualify, select, newQuantifier, orderBy, limit, offset);
    }

    public QueryBlock withGroupBy(Grouping grouping) {
        return new QueryBlock(
                from, where, Optional.of(grouping), having, qualify, select, quantifier, orderBy, limit, offset);
    }

    public QueryBlock withOrderBy(List<OrderItem> order) {
        return new QueryBlock(from, where, groupBy, having, qualify, select, quantifier, order, limit, offset);
    }

    public QueryBlock withLimit(SqlExpr newLimit) {
        return new QueryBlock(
                from, where, groupBy, having, qualify, select, quantifier, orderBy, Optional.of(newLimit), offset);
    }

    public QueryBlock withOffset(SqlExpr newOffset) {
        return new QueryBlock(
                from, where, groupBy, having, qualify, select, quantifier, orderBy, limit, Optional.of(newOffset));
    }

    public QueryBlock andWhere(List<SqlExpr> conditions) {
        return new QueryBlock(
                from, concat(where, conditions), groupBy, having, qualify, select, quantifier, orderBy, limit, offset);
    }

    public QueryBlock andHaving(List<SqlExpr> conditions) {
        return new QueryBlock(
                from, where, groupBy, concat(having, conditions), qualify, select, quantifier, orderBy, limit, offset);
    }

    /** Whether only FROM and WHERE stand between the block's item and its columns. */
    public boolean onlyFilters() {
        return groupBy.isEmpty()
                && having.isEmpty()
                && qualify.isEmpty()
                && quantifier == Quantifier.ALL
                && orderBy.isEmpty()
                && limit.isEmpty()
                && offset.isEmpty();
    }

    /** GROUP BY: one grouping set of all keys, or several sets of them. */
    public record Grouping(List<SqlExpr> keys, Optional<List<List<SqlExpr>>> sets) {
        public Grouping {
            keys = List.copyOf(keys);
            sets = sets.map(all -> all.stream().map(List::copyOf).toList());
        }

        public Grouping(List<SqlExpr> keys) {
            this(keys, Optional.empty());
        }
    }

    private static List<SqlExpr> concat(List<SqlExpr> first, List<SqlExpr> second) {
        List<SqlExpr> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
