package dev.kiln.sql.print;

import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.Literal;
import dev.kiln.sql.OrderItem;
import dev.kiln.sql.Precedence;
import dev.kiln.sql.Quantifier;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.WindowCall;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes expressions, with parentheses wherever binding is not plain. */
final class ExpressionPrinter {
    private static final Set<String> SYNTAX = Set.of("coalesce", "nullif");

    private final StringBuilder out;
    private final QueryPrinter queries;

    ExpressionPrinter(StringBuilder out, QueryPrinter queries) {
        this.out = out;
        this.queries = queries;
    }

    void print(SqlExpr expression) {
        if (expression instanceof Literal literal) {
            LiteralPrinter.print(literal, out);
        } else if (expression instanceof AggregateCall aggregate) {
            aggregate(aggregate, WindowCall.NullTreatment.RESPECT);
        } else if (expression instanceof WindowCall window) {
            window(window);
        } else {
            scalar((SqlExpr.Scalar) expression);
        }
    }

    private void scalar(SqlExpr.Scalar expression) {
        if (expression instanceof SqlExpr.Null nothing) {
            out.append("CAST(NULL AS ");
            TypePrinter.print(nothing.type(), out);
            out.append(')');
        } else if (expression instanceof SqlExpr.ColumnRef column) {
            column.qualifier().ifPresent(qualifier -> {
                Quoting.identifier(qualifier, out);
                out.append('.');
            });
            Quoting.identifier(column.name(), out);
        } else if (expression instanceof SqlExpr.Call call) {
            function(call.function());
            out.append('(');
            list(call.arguments());
            out.append(')');
        } else if (expression instanceof SqlExpr.StructOf struct) {
            struct(struct);
        } else if (expression instanceof SqlExpr.Binary binary) {
            binary(binary);
        } else if (expression instanceof SqlExpr.Unary unary) {
            out.append(unary.operator().symbol());
            nested(unary.operand(), Precedence.PRIMARY);
        } else if (expression instanceof SqlExpr.Logical logical) {
            logical(logical);
        } else if (expression instanceof SqlExpr.Is is) {
            nested(is.operand(), Precedence.OTHER);
            out.append(" IS ").append(is.test().name().replace('_', ' '));
        } else if (expression instanceof SqlExpr.Cast cast) {
            out.append(cast.onFailure() == SqlExpr.OnFailure.ERROR ? "CAST(" : "TRY_CAST(");
            print(cast.operand());
            out.append(" AS ");
            TypePrinter.print(cast.type(), out);
            out.append(')');
        } else if (expression instanceof SqlExpr.Case choice) {
            choice(choice);
        } else if (expression instanceof SqlExpr.Like like) {
            like(like);
        } else if (expression instanceof SqlExpr.Lambda lambda) {
            lambda(lambda);
        } else {
            membership(expression);
        }
    }

    private void membership(SqlExpr.Scalar expression) {
        if (expression instanceof SqlExpr.In in) {
            nested(in.value(), Precedence.OTHER);
            out.append(" IN (");
            list(in.candidates());
            out.append(')');
        } else if (expression instanceof SqlExpr.InSubquery in) {
            out.append('(');
            list(in.values());
            out.append(") IN (");
            queries.query(in.query());
            out.append(')');
        } else if (expression instanceof SqlExpr.Exists exists) {
            out.append("EXISTS (");
            queries.query(exists.query());
            out.append(')');
        } else if (expression instanceof SqlExpr.ScalarSubquery subquery) {
            out.append('(');
            queries.query(subquery.query());
            out.append(')');
        } else {
            throw new IllegalStateException("no spelling for " + expression);
        }
    }

    void list(List<? extends SqlExpr> expressions) {
        for (int i = 0; i < expressions.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            print(expressions.get(i));
        }
    }

    void orderBy(List<OrderItem> items) {
        for (int i = 0; i < items.size(); i++) {
            OrderItem item = items.get(i);
            out.append(i == 0 ? "ORDER BY " : ", ");
            nested(item.key(), Precedence.OTHER);
            out.append(' ').append(item.direction());
            out.append(" NULLS ").append(item.nulls());
        }
    }

    /** Writes conditions that all hold. */
    void conjunction(List<SqlExpr> conditions) {
        if (conditions.size() == 1) {
            print(conditions.get(0));
        } else {
            logical(new SqlExpr.Logical(SqlExpr.Connective.AND, conditions));
        }
    }

    private void nested(SqlExpr expression, Precedence atLeast) {
        if (precedence(expression).compareTo(atLeast) >= 0) {
            print(expression);
        } else {
            out.append('(');
            print(expression);
            out.append(')');
        }
    }

    private static Precedence precedence(SqlExpr expression) {
        if (expression instanceof SqlExpr.Binary binary) {
            return binary.operator().precedence();
        }
        if (expression instanceof SqlExpr.Unary unary) {
            return unary.operator().precedence();
        }
        if (expression instanceof SqlExpr.Logical logical) {
            return logical.connective() == SqlExpr.Connective.AND ? Precedence.AND : Precedence.OR;
        }
        if (expression instanceof SqlExpr.Is
                || expression instanceof SqlExpr.In
                || expression instanceof SqlExpr.InSubquery
                || expression instanceof SqlExpr.Like) {
            return Precedence.PREDICATE;
        }
        return expression instanceof SqlExpr.Lambda ? Precedence.OR : Precedence.PRIMARY;
    }

    /** Operators that group to the left need no parentheses on that side; comparisons do not group at all. */
    private void binary(SqlExpr.Binary binary) {
        Precedence own = binary.operator().precedence();
        boolean groups = own == Precedence.ADDITIVE || own == Precedence.MULTIPLICATIVE;
        Precedence tighter = Precedence.values()[own.ordinal() + 1];
        nested(binary.left(), groups ? own : tighter);
        out.append(' ').append(binary.operator().symbol()).append(' ');
        nested(binary.right(), tighter);
    }

    private void logical(SqlExpr.Logical logical) {
        boolean and = logical.connective() == SqlExpr.Connective.AND;
        Precedence tighter = and ? Precedence.NOT : Precedence.AND;
        for (int i = 0; i < logical.operands().size(); i++) {
            out.append(i == 0 ? "" : and ? " AND " : " OR ");
            nested(logical.operands().get(i), tighter);
        }
    }

    /** What the grammar knows by name is no function, so it may not be quoted. */
    private void function(String name) {
        if (SYNTAX.contains(name)) {
            out.append(name.toUpperCase(Locale.ROOT));
        } else {
            Quoting.identifier(name, out);
        }
    }

    private void struct(SqlExpr.StructOf struct) {
        String separator = "struct_pack(";
        for (SqlExpr.NamedExpr field : struct.fields()) {
            out.append(separator);
            Quoting.identifier(field.name(), out);
            out.append(" := ");
            print(field.value());
            separator = ", ";
        }
        out.append(')');
    }

    private void choice(SqlExpr.Case choice) {
        out.append("CASE");
        for (SqlExpr.Branch branch : choice.branches()) {
            out.append(" WHEN ");
            print(branch.condition());
            out.append(" THEN ");
            print(branch.value());
        }
        choice.otherwise().ifPresent(otherwise -> {
            out.append(" ELSE ");
            print(otherwise);
        });
        out.append(" END");
    }

    private void like(SqlExpr.Like like) {
        nested(like.value(), Precedence.OTHER);
        out.append(like.letterCase() == SqlExpr.LetterCase.SENSITIVE ? " LIKE " : " ILIKE ");
        nested(like.pattern(), Precedence.OTHER);
        out.append(" ESCAPE ");
        Quoting.string(like.escape(), out);
    }

    private void lambda(SqlExpr.Lambda lambda) {
        out.append("lambda ");
        for (int i = 0; i < lambda.parameters().size(); i++) {
            out.append(i == 0 ? "" : ", ");
            Quoting.identifier(lambda.parameters().get(i), out);
        }
        out.append(": ");
        print(lambda.body());
    }

    private void aggregate(AggregateCall call, WindowCall.NullTreatment nulls) {
        Quoting.identifier(call.function(), out);
        out.append('(');
        if (call.quantifier() == Quantifier.DISTINCT) {
            out.append("DISTINCT ");
        }
        if (call.arguments().isEmpty() && call.function().equals("count")) {
            out.append('*');
        }
        list(call.arguments());
        if (!call.orderBy().isEmpty()) {
            out.append(' ');
            orderBy(call.orderBy());
        }
        if (nulls == WindowCall.NullTreatment.IGNORE) {
            out.append(" IGNORE NULLS");
        }
        out.append(')');
        call.filter().ifPresent(filter -> {
            out.append(" FILTER (WHERE ");
            print(filter);
            out.append(')');
        });
    }

    private void window(WindowCall window) {
        aggregate(window.function(), window.nullTreatment());
        out.append(" OVER (");
        String separator = "";
        if (!window.partitionBy().isEmpty()) {
            out.append("PARTITION BY ");
            list(window.partitionBy());
            separator = " ";
        }
        if (!window.orderBy().isEmpty()) {
            out.append(separator);
            orderBy(window.orderBy());
            separator = " ";
        }
        if (window.frame().isPresent()) {
            WindowCall.Frame frame = window.frame().get();
            out.append(separator).append(frame.unit()).append(" BETWEEN ");
            bound(frame.start());
            out.append(" AND ");
            bound(frame.end());
        }
        out.append(')');
    }

    private void bound(WindowCall.Bound bound) {
        if (bound instanceof WindowCall.Bound.Fixed fixed) {
            out.append(fixed.name().replace('_', ' '));
        } else if (bound instanceof WindowCall.Bound.Preceding preceding) {
            nested(preceding.distance(), Precedence.PRIMARY);
            out.append(" PRECEDING");
        } else if (bound instanceof WindowCall.Bound.Following following) {
            nested(following.distance(), Precedence.PRIMARY);
            out.append(" FOLLOWING");
        }
    }
}
