package dev.kiln.engine.translate.aggregate;

import dev.kiln.engine.bridge.AggregateOverArray;
import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.LeafRule;
import dev.kiln.engine.translate.expression.TypeTests;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.Literal;
import dev.kiln.sql.Quantifier;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlExpr.NamedExpr;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An aggregate that Catalyst computes: DuckDB collects the inputs of a group in a list of structs, and a bridged
 * function runs Spark's own aggregate over the list.
 */
final class BridgedAggregate {
    private final AggregateInput input;
    private final List<AttributeReference> inputs = new ArrayList<>();
    private final List<NamedExpr> fields = new ArrayList<>();
    private final List<Expression> sources = new ArrayList<>();

    private BridgedAggregate(AggregateInput input) {
        this.input = input;
    }

    static SqlExpr translate(AggregateFunction function, AggregateInput input) {
        return new BridgedAggregate(input).translate(function);
    }

    private SqlExpr translate(AggregateFunction function) {
        AggregateFunction overInputs = (AggregateFunction) replaceChildren(function);
        if (fields.isEmpty()) {
            // A struct has at least one field.
            fields.add(new NamedExpr("f0", Literal.bool(true)));
            inputs.add(attribute(DataTypes.BooleanType));
        }
        SqlExpr.StructOf row = new SqlExpr.StructOf(fields);
        SqlExpr rows = input.call(new AggregateCall("list", List.of(row), new SqlType.ListType(row.type())));
        AttributeReference collected = attribute(new ArrayType(rowType(), false));
        LeafRule collectedRows = new LeafRule() {
            @Override
            public boolean accepts(Expression expression) {
                return expression == collected;
            }

            @Override
            public SqlExpr translate(Expression expression, ExpressionScope scope) {
                return rows;
            }
        };
        return new ExpressionScope(input.scope().assembly(), Columns.none(), List.of(collectedRows))
                .bridge(new AggregateOverArray(collected, overInputs, inputs));
    }

    private Expression replaceChildren(Expression parent) {
        List<Expression> replaced = new ArrayList<>();
        for (Expression child : CollectionConverters.asJava(parent.children())) {
            replaced.add(replace(child));
        }
        Seq<Expression> children = CollectionConverters.asScala(replaced).toList();
        return replaced.isEmpty() ? parent : parent.withNewChildren(children);
    }

    private Expression replace(Expression child) {
        if (child.foldable()) {
            return child;
        }
        if (child instanceof SortOrder) {
            return replaceChildren(child);
        }
        if (TypeMapping.find(child.dataType()).isEmpty()) {
            input.scope().refuseType(child.dataType());
            return child;
        }
        if (input.quantifier() == Quantifier.DISTINCT && !TypeTests.comparesNatively(child.dataType())) {
            Distinctness.refuse(child.dataType(), input);
        }
        AttributeReference known = known(child);
        if (known != null) {
            return known;
        }
        AttributeReference field = attribute(child.dataType());
        fields.add(new NamedExpr("f" + fields.size(), input.scope().translate(child)));
        inputs.add(field);
        sources.add(child);
        return field;
    }

    /** ListAgg names one expression as its value and as its sort key, and wants them equal. */
    private @Nullable AttributeReference known(Expression child) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).semanticEquals(child)) {
                return inputs.get(i);
            }
        }
        return null;
    }

    private StructType rowType() {
        StructField[] types = new StructField[inputs.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = new StructField("f" + i, inputs.get(i).dataType(), true, Metadata.empty());
        }
        return new StructType(types);
    }

    private static AttributeReference attribute(DataType type) {
        ExprId id = NamedExpression$.MODULE$.newExprId();
        return new AttributeReference(
                "input",
                type,
                true,
                Metadata.empty(),
                id,
                CollectionConverters.asScala(List.<String>of()).toList());
    }
}
