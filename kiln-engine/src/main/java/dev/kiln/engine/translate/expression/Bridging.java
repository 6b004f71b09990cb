package dev.kiln.engine.translate.expression;

import dev.kiln.engine.translate.BridgeSignature;
import dev.kiln.engine.translate.BridgedFunction;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Makes calls of bridged functions: a whole tree of expressions becomes one function of the leaves in it. */
final class Bridging {
    private final ExpressionScope scope;
    private final Map<Expression, BoundReference> references = new HashMap<>();
    private final List<DataType> types = new ArrayList<>();
    private final List<SqlExpr> arguments = new ArrayList<>();

    private Bridging(ExpressionScope scope) {
        this.scope = scope;
    }

    static SqlExpr call(Expression expression, ExpressionScope scope) {
        Bridging bridging = new Bridging(scope);
        Expression bound = bridging.bind(expression);
        if (TypeMapping.find(bound.dataType()).isEmpty()) {
            return scope.refuseType(bound.dataType());
        }
        return bridging.call(scope.assembly().function(bound, List.copyOf(bridging.types)));
    }

    private SqlExpr call(BridgedFunction function) {
        List<SqlExpr> all = new ArrayList<>();
        all.add(Literal.bigint(function.id()));
        all.addAll(arguments);
        return new SqlExpr.Call(BridgeSignature.of(function).name(), all, TypeMapping.of(function.result()));
    }

    private Expression bind(Expression expression) {
        if (scope.leafRule(expression).isPresent() || isFieldOfLeaf(expression)) {
            return argument(expression);
        }
        Optional<String> obstacle = Evaluability.obstacle(expression);
        if (obstacle.isPresent()) {
            scope.assembly().refuse("expression." + expression.prettyName(), obstacle.get());
            return expression;
        }
        List<Expression> children = CollectionConverters.asJava(expression.children());
        List<Expression> bound = new ArrayList<>();
        boolean changed = false;
        for (Expression child : children) {
            Expression replacement = bind(child);
            changed |= replacement != child;
            bound.add(replacement);
        }
        return changed ? expression.withNewChildren(sequence(bound)) : expression;
    }

    private static Seq<Expression> sequence(List<Expression> expressions) {
        return CollectionConverters.asScala(expressions).toList();
    }

    /** A field is passed instead of its whole struct. */
    private boolean isFieldOfLeaf(Expression expression) {
        Expression inner = expression;
        while (inner instanceof GetStructField field) {
            inner = field.child();
        }
        return inner != expression && scope.leafRule(inner).isPresent();
    }

    private Expression argument(Expression leaf) {
        BoundReference known = references.get(leaf.canonicalized());
        if (known != null) {
            return known;
        }
        SqlExpr value = scope.translate(leaf);
        if (TypeMapping.find(leaf.dataType()).isEmpty()) {
            return leaf;
        }
        BoundReference reference = new BoundReference(arguments.size(), leaf.dataType(), true);
        references.put(leaf.canonicalized(), reference);
        types.add(leaf.dataType());
        arguments.add(value);
        return reference;
    }
}
