package dev.kiln.engine.translate.expression;

import static dev.kiln.sql.SqlTrees.binary;
import static dev.kiln.sql.SqlTrees.call;
import static dev.kiln.sql.SqlTrees.callAs;
import static dev.kiln.sql.SqlTrees.choose;
import static dev.kiln.sql.SqlTrees.compare;
import static dev.kiln.sql.SqlTrees.fail;
import static dev.kiln.sql.SqlTrees.or;

import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayItem;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.MapKeys;
import org.apache.spark.sql.catalyst.expressions.MapValues;
import org.apache.spark.sql.catalyst.expressions.Size;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Structs, arrays and maps. */
final class CollectionTranslators {
    private static final PrimitiveType BIGINT = PrimitiveType.BIGINT;

    private CollectionTranslators() {}

    static void register(ExpressionRegistry.Builder builder) {
        builder.add(GetStructField.class, CollectionTranslators::field);
        builder.add(CreateNamedStruct.class, CollectionTranslators::struct);
        builder.add(
                CreateArray.class,
                (e, o) -> Support.nativeIf(CollectionConverters.asJava(e.children()).stream()
                        .allMatch(child -> TypeTests.sameCarrier(e.dataType().elementType(), child.dataType()))),
                (e, scope) -> new SqlExpr.Cast(
                        new SqlExpr.Call("list_value", scope.translateAll(e.children()), TypeMapping.of(e.dataType())),
                        TypeMapping.of(e.dataType())));
        builder.add(GetArrayItem.class, (e, o) -> itemSupport(e), CollectionTranslators::item);
        builder.add(
                MapKeys.class,
                (e, scope) -> call(TypeMapping.of(e.dataType()), "map_keys", scope.translate(e.child())));
        builder.add(
                MapValues.class,
                (e, scope) -> call(TypeMapping.of(e.dataType()), "map_values", scope.translate(e.child())));
        builder.add(Size.class, (e, scope) -> {
            SqlExpr child = scope.translate(e.child());
            String function = e.child().dataType() instanceof ArrayType ? "len" : "cardinality";
            SqlExpr size = callAs(PrimitiveType.INTEGER, function, child);
            return e.legacySizeOfNull() ? call(PrimitiveType.INTEGER, "coalesce", size, Literal.integer(-1)) : size;
        });
    }

    private static SqlExpr field(GetStructField e, ExpressionScope scope) {
        String name = TypeMapping.fieldNames((StructType) e.child().dataType()).get(e.ordinal());
        return call(TypeMapping.of(e.dataType()), "struct_extract", scope.translate(e.child()), Literal.string(name));
    }

    private static SqlExpr struct(CreateNamedStruct e, ExpressionScope scope) {
        List<String> names = TypeMapping.fieldNames(e.dataType());
        List<Expression> values = CollectionConverters.asJava(e.valExprs());
        List<SqlExpr.NamedExpr> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(new SqlExpr.NamedExpr(names.get(i), scope.translate(values.get(i))));
        }
        return new SqlExpr.StructOf(fields);
    }

    private static Support itemSupport(GetArrayItem e) {
        if (!Duplication.isCheap(e.child()) || !Duplication.isCheap(e.ordinal())) {
            return Support.BRIDGED;
        }
        return e.failOnError() ? Support.NATIVE_MAY_FAIL : Support.NATIVE;
    }

    /** DuckDB counts from 1, from the end for negative positions, and gives NULL beyond both ends. */
    private static SqlExpr item(GetArrayItem e, ExpressionScope scope) {
        SqlExpr array = scope.translate(e.child());
        SqlExpr index = ExpressionScope.cast(scope.translate(e.ordinal()), BIGINT);
        SqlType type = TypeMapping.of(e.dataType());
        SqlExpr item = call(type, "list_extract", array, binary(BinaryOperator.ADD, index, Literal.bigint(1), BIGINT));
        SqlExpr outside = or(
                compare(BinaryOperator.LESS, index, Literal.bigint(0)),
                compare(BinaryOperator.GREATER_OR_EQUAL, index, call(BIGINT, "len", array)));
        SqlExpr otherwise = e.failOnError() ? fail("[INVALID_ARRAY_INDEX]", type) : new SqlExpr.Null(type);
        return choose(outside, otherwise, item);
    }
}
