package dev.kiln.sql.print;

import dev.kiln.sql.FromItem;
import dev.kiln.sql.Quantifier;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlQuery;
import java.util.List;

/** Writes queries. */
final class QueryPrinter {
    private final StringBuilder out;
    private final ExpressionPrinter expressions;

    QueryPrinter(StringBuilder out) {
        this.out = out;
        this.expressions = new ExpressionPrinter(out, this);
    }

    void query(SqlQuery query) {
        if (query instanceof QueryBlock block) {
            block(block);
        } else if (query instanceof SqlQuery.SetOperation operation) {
            setOperation(operation);
        } else if (query instanceof SqlQuery.Values values) {
            for (int i = 0; i < values.rows().size(); i++) {
                out.append(i == 0 ? "VALUES (" : ", (");
                expressions.list(values.rows().get(i));
                out.append(')');
            }
        } else if (query instanceof SqlQuery.With with) {
            with(with);
        }
    }

    private void block(QueryBlock block) {
        out.append(block.quantifier() == Quantifier.DISTINCT ? "SELECT DISTINCT " : "SELECT ");
        List<SelectItem> items = block.select();
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            expressions.print(items.get(i).value());
            out.append(" AS ");
            Quoting.identifier(items.get(i).alias(), out);
        }
        block.from().ifPresent(from -> {
            out.append(" FROM ");
            from(from);
        });
        conditions(" WHERE ", block.where());
        block.groupBy().ifPresent(this::grouping);
        conditions(" HAVING ", block.having());
        conditions(" QUALIFY ", block.qualify());
        if (!block.orderBy().isEmpty()) {
            out.append(' ');
            expressions.orderBy(block.orderBy());
        }
        block.limit().ifPresent(limit -> {
            out.append(" LIMIT ");
            expressions.print(limit);
        });
        block.offset().ifPresent(offset -> {
            out.append(" OFFSET ");
            expressions.print(offset);
        });
    }

    private void conditions(String keyword, List<SqlExpr> conditions) {
        if (!conditions.isEmpty()) {
            out.append(keyword);
            expressions.conjunction(conditions);
        }
    }

    private void grouping(QueryBlock.Grouping grouping) {
        if (grouping.sets().isPresent()) {
            String separator = " GROUP BY GROUPING SETS (";
            for (List<SqlExpr> set : grouping.sets().get()) {
                out.append(separator).append('(');
                expressions.list(set);
                out.append(')');
                separator = ", ";
            }
            out.append(')');
        } else if (!grouping.keys().isEmpty()) {
            out.append(" GROUP BY ");
            expressions.list(grouping.keys());
        }
    }

    private void setOperation(SqlQuery.SetOperation operation) {
        for (int i = 0; i < operation.inputs().size(); i++) {
            if (i > 0) {
                out.append(' ').append(operation.operator());
                out.append(operation.quantifier() == Quantifier.ALL ? " ALL " : " ");
            }
            out.append('(');
            query(operation.inputs().get(i));
            out.append(')');
        }
    }

    private void with(SqlQuery.With with) {
        String separator = with.recursion() == SqlQuery.Recursion.RECURSIVE ? "WITH RECURSIVE " : "WITH ";
        for (SqlQuery.CommonTable table : with.tables()) {
            out.append(separator);
            Quoting.identifier(table.name(), out);
            columns(table.columns());
            out.append(table.materialization() == SqlQuery.Materialization.ALWAYS ? " AS MATERIALIZED (" : " AS (");
            query(table.query());
            out.append(')');
            separator = ", ";
        }
        out.append(with.tables().isEmpty() ? "" : " ");
        query(with.body());
    }

    private void from(FromItem item) {
        if (item instanceof FromItem.Table table) {
            Quoting.path(table.path(), out);
            alias(table.alias());
        } else if (item instanceof FromItem.Subquery subquery) {
            out.append('(');
            query(subquery.query());
            out.append(')');
            alias(subquery.alias());
        } else if (item instanceof FromItem.TableFunction function) {
            tableFunction(function);
        } else if (item instanceof FromItem.Join join) {
            join(join);
        } else if (item instanceof FromItem.Sample sample) {
            from(sample.input());
            out.append(" TABLESAMPLE ").append(sample.method()).append('(');
            out.append(sample.percent()).append(" PERCENT)");
            sample.seed()
                    .ifPresent(seed ->
                            out.append(" REPEATABLE (").append(seed.longValue()).append(')'));
        }
    }

    private void tableFunction(FromItem.TableFunction function) {
        Quoting.identifier(function.function(), out);
        out.append('(');
        expressions.list(function.arguments());
        String separator = function.arguments().isEmpty() ? "" : ", ";
        for (SqlExpr.NamedExpr argument : function.namedArguments()) {
            out.append(separator);
            Quoting.identifier(argument.name(), out);
            out.append(" := ");
            expressions.print(argument.value());
            separator = ", ";
        }
        out.append(function.ordinality() == FromItem.Ordinality.WITH ? ") WITH ORDINALITY" : ")");
        alias(function.alias());
    }

    private void join(FromItem.Join join) {
        from(join.left());
        out.append(' ').append(join.joinType()).append(" JOIN ");
        if (join.correlation() == FromItem.Correlation.LATERAL) {
            out.append("LATERAL ");
        }
        boolean nested = join.right() instanceof FromItem.Join;
        out.append(nested ? "(" : "");
        from(join.right());
        out.append(nested ? ")" : "");
        join.condition().ifPresent(condition -> {
            out.append(" ON ");
            expressions.print(condition);
        });
    }

    private void alias(FromItem.Alias alias) {
        out.append(" AS ");
        Quoting.identifier(alias.name(), out);
        columns(alias.columns());
    }

    private void columns(List<String> columns) {
        for (int i = 0; i < columns.size(); i++) {
            out.append(i == 0 ? "(" : ", ");
            Quoting.identifier(columns.get(i), out);
        }
        out.append(columns.isEmpty() ? "" : ")");
    }
}
