package dev.kiln.engine.translate.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.ArrayTransform;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedLambdaVariable;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/** What Catalyst makes of arrays and structs so that DuckDB orders them as Spark does. */
final class NestedValues {
    private NestedValues() {}

    /**
     * A value whose order in DuckDB is that of the expression in Spark: inside arrays and structs Spark has nulls come
     * first and DuckDB last, so every value that may be null gets a field in front that says whether it is there.
     */
    static Expression orderKey(Expression expression) {
        if (TypeTests.ordersNatively(expression.dataType())) {
            return expression;
        }
        return expression.dataType() instanceof ArrayType array
                ? mapElements(expression, array, element -> marked(element, array.containsNull()))
                : mapFields(expression, (StructType) expression.dataType());
    }

    private static Expression marked(Expression value, boolean nullable) {
        Expression key = orderKey(value);
        return nullable ? struct(List.of(text("n"), new IsNotNull(value), text("v"), key)) : key;
    }

    private static Expression mapElements(Expression array, ArrayType type, UnaryOperator<Expression> function) {
        NamedLambdaVariable element = new NamedLambdaVariable(
                "e", type.elementType(), type.containsNull(), NamedExpression.newExprId(), new AtomicReference<>());
        return new ArrayTransform(
                array,
                new LambdaFunction(
                        function.apply(element),
                        CollectionConverters.asScala(List.<NamedExpression>of(element))
                                .toList(),
                        false));
    }

    private static Expression mapFields(Expression expression, StructType type) {
        List<Expression> fields = new ArrayList<>();
        for (int i = 0; i < type.length(); i++) {
            StructField field = type.fields()[i];
            fields.add(text("f" + i));
            fields.add(marked(new GetStructField(expression, i, scala.Option.empty()), field.nullable()));
        }
        Expression struct = struct(fields);
        DataType result = struct.dataType();
        return expression.nullable() ? new If(new IsNull(expression), new Literal(null, result), struct) : struct;
    }

    private static Expression struct(List<Expression> namesAndValues) {
        return new CreateNamedStruct(
                CollectionConverters.asScala(namesAndValues).toList());
    }

    private static Expression text(String value) {
        return new Literal(UTF8String.fromString(value), DataTypes.StringType);
    }
}
