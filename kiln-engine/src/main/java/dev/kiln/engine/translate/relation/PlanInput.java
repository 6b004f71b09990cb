package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows that a block is built over.
 *
 * @param from absent for the one row of a query without FROM
 * @param where conditions that the block has to take over
 * @param columns what stands for each attribute, by expression id, in the order of the output
 */
record PlanInput(Optional<FromItem> from, List<SqlExpr> where, Map<Long, SqlExpr> columns) {
    /** The column of blocks whose plan has none, because a query needs one. */
    static final String NO_COLUMN = "none";

    PlanInput {
        where = List.copyOf(where);
    }

    /** The rows of a block: its own clauses are taken over if nothing stands between them, otherwise it is nested. */
    static PlanInput of(QueryBlock block, String alias) {
        Set<String> items = new HashSet<>();
        block.from().ifPresent(from -> addNames(from, items));
        boolean plain = block.onlyFilters()
                && block.select().stream().allMatch(item -> isColumnOf(items, item) || isPlaceholder(item));
        return plain ? new PlanInput(block.from(), block.where(), columns(block)) : nested(block, alias);
    }

    /** The rows of a block as one item. */
    static PlanInput item(QueryBlock block, String alias) {
        PlanInput input = of(block, alias);
        return input.where().isEmpty() && input.from().isPresent() ? input : nested(block, alias);
    }

    /** Columns of a query around this one do not count: an aggregate of them would be taken for that query's. */
    private static boolean isColumnOf(Set<String> items, SelectItem item) {
        return item.value() instanceof SqlExpr.ColumnRef column
                && column.qualifier().filter(items::contains).isPresent();
    }

    private static void addNames(FromItem item, Set<String> into) {
        if (item instanceof FromItem.Join join) {
            addNames(join.left(), into);
            addNames(join.right(), into);
        } else if (item instanceof FromItem.Sample sample) {
            addNames(sample.input(), into);
        } else if (item instanceof FromItem.Table table) {
            into.add(table.alias().name());
        } else if (item instanceof FromItem.TableFunction function) {
            into.add(function.alias().name());
        } else if (item instanceof FromItem.Subquery subquery) {
            into.add(subquery.alias().name());
        }
    }

    private static boolean isPlaceholder(SelectItem item) {
        return item.alias().equals(NO_COLUMN);
    }

    private static PlanInput nested(QueryBlock block, String alias) {
        Map<Long, SqlExpr> columns = new LinkedHashMap<>();
        for (SelectItem item : block.select()) {
            if (!isPlaceholder(item)) {
                columns.put(
                        id(item),
                        new SqlExpr.ColumnRef(
                                Optional.of(alias), item.alias(), item.value().type()));
            }
        }
        FromItem from = new FromItem.Subquery(block, new FromItem.Alias(alias));
        return new PlanInput(Optional.of(from), List.of(), columns);
    }

    private static Map<Long, SqlExpr> columns(QueryBlock block) {
        Map<Long, SqlExpr> columns = new LinkedHashMap<>();
        for (SelectItem item : block.select()) {
            if (!isPlaceholder(item)) {
                columns.put(id(item), item.value());
            }
        }
        return columns;
    }

    private static long id(SelectItem item) {
        return Long.parseLong(item.alias().substring(1));
    }

    /** The item; only for inputs that {@link #item} made. */
    FromItem requireItem() {
        return from.orElseThrow(() -> new IllegalStateException("the input has no item"));
    }

    /** A block that has these columns. */
    QueryBlock select(List<SelectItem> items) {
        Map<String, SelectItem> distinct = new LinkedHashMap<>();
        items.forEach(item -> distinct.putIfAbsent(item.alias(), item));
        List<SelectItem> all = new ArrayList<>(distinct.values());
        if (all.isEmpty()) {
            all.add(new SelectItem(dev.kiln.sql.Literal.bool(true), NO_COLUMN));
        }
        return QueryBlock.of(from, all).andWhere(where);
    }

    /** A block that passes attributes on. */
    QueryBlock pass(Seq<Attribute> attributes) {
        return select(items(attributes));
    }

    /** The columns of attributes under their names. */
    List<SelectItem> items(Seq<Attribute> attributes) {
        List<SelectItem> items = new ArrayList<>();
        for (Attribute attribute : CollectionConverters.asJava(attributes)) {
            items.add(new SelectItem(column(attribute.exprId()), Columns.name(attribute.exprId())));
        }
        return items;
    }

    SqlExpr column(ExprId id) {
        SqlExpr column = columns.get(id.id());
        if (column == null) {
            throw new IllegalStateException("no column stands for expression " + id.id());
        }
        return column;
    }
}
