package dev.kiln.engine.translate.expression;

import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TranslationOptions;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Nondeterministic;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Where expressions are translated: which columns they see, and what stands for a leaf. Used by one thread. */
public final class ExpressionScope {
    private final QueryAssembly assembly;
    private final Columns columns;
    private final List<LeafRule> leaves;
    private final ExpressionRegistry registry = ExpressionRegistry.standard();

    public ExpressionScope(QueryAssembly assembly, Columns columns, List<LeafRule> leaves) {
        this.assembly = assembly;
        this.columns = columns;
        this.leaves = List.copyOf(leaves);
    }

    public QueryAssembly assembly() {
        return assembly;
    }

    public TranslationOptions options() {
        return assembly.options();
    }

    public Columns columns() {
        return columns;
    }

    /** Translates an expression; the result has the carrier of its type. */
    public SqlExpr translate(Expression expression) {
        SqlExpr result = translateLoosely(expression);
        return exactly(result, expression.dataType());
    }

    public List<SqlExpr> translateAll(Seq<? extends Expression> expressions) {
        return CollectionConverters.asJava(expressions).stream()
                .<SqlExpr>map(this::translate)
                .toList();
    }

    /**
     * Translates an expression, where it does not matter whether a decimal has fewer digits than Spark's type: the scale
     * is Spark's.
     */
    public SqlExpr translateLoosely(Expression expression) {
        Optional<LeafRule> leaf = leafRule(expression);
        if (leaf.isPresent()) {
            return leaf.get().translate(expression, this);
        }
        if (expression instanceof Alias alias) {
            return translateLoosely(alias.child());
        }
        if (TypeMapping.find(expression.dataType()).isEmpty()) {
            return refuseType(expression.dataType());
        }
        if (expression instanceof Literal literal) {
            return Literals.translate(literal.value(), literal.dataType())
                    .orElseGet(() -> Bridging.call(expression, this));
        }
        return switch (support(expression)) {
            case NATIVE, NATIVE_MAY_FAIL -> registry.convert(expression, this);
            case NATIVE_ON_UTF8 -> {
                assembly.requireUtf8();
                yield registry.convert(expression, this);
            }
            case BRIDGED -> Bridging.call(expression, this);
        };
    }

    /** How an expression that is no leaf is evaluated here. */
    Support support(Expression expression) {
        if (drawsAtRandom(expression)) {
            // A native form may name its arguments twice, which must be one value.
            return Support.BRIDGED;
        }
        Support support = registry.support(expression, options());
        Strictness strictness = options().strictness();
        boolean mustBeSparks =
                switch (support) {
                    case NATIVE_ON_UTF8 -> strictness == Strictness.FOREIGN_TEXT;
                    case NATIVE_MAY_FAIL -> strictness.wantsSparkErrors();
                    case NATIVE, BRIDGED -> false;
                };
        return mustBeSparks ? Support.BRIDGED : support;
    }

    /** Leaves are values of a row, whatever they were made of. */
    private boolean drawsAtRandom(Expression expression) {
        if (expression.deterministic() || leafRule(expression).isPresent()) {
            return false;
        }
        List<Expression> children = CollectionConverters.asJava(expression.children());
        return expression instanceof Nondeterministic
                || children.stream().allMatch(Expression::deterministic)
                || children.stream().anyMatch(this::drawsAtRandom);
    }

    Optional<LeafRule> leafRule(Expression expression) {
        for (LeafRule rule : leaves) {
            if (rule.accepts(expression)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** Evaluates an expression by Catalyst, whatever its support is. */
    public SqlExpr bridge(Expression expression) {
        return Bridging.call(expression, this);
    }

    /** Notes that a type cannot be carried; the result only stands in so that the search for reasons can go on. */
    public SqlExpr refuseType(DataType type) {
        assembly.refuse("type." + type.typeName(), "Values of type " + type.sql() + " cannot be carried.");
        return new SqlExpr.Null(PrimitiveType.INTEGER);
    }

    /** Casts a value to the carrier of a type unless it has it. */
    public static SqlExpr exactly(SqlExpr value, DataType type) {
        Optional<SqlType> carrier = TypeMapping.find(type);
        return carrier.isEmpty() ? value : cast(value, carrier.get());
    }

    /** Casts a value unless it has the type. */
    public static SqlExpr cast(SqlExpr value, SqlType type) {
        return value.type().equals(type) ? value : new SqlExpr.Cast(value, type);
    }
}
