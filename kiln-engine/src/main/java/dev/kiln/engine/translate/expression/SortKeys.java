package dev.kiln.engine.translate.expression;

import dev.kiln.engine.translate.Strictness;
import dev.kiln.sql.OrderItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlTrees;
import dev.kiln.sql.type.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Ascending$;
import org.apache.spark.sql.catalyst.expressions.CollationKey;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NullsFirst$;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Values that DuckDB orders and groups as Spark orders and groups the ones they are made of. */
public final class SortKeys {
    private SortKeys() {}

    public static List<OrderItem> translate(Seq<SortOrder> order, ExpressionScope scope) {
        List<OrderItem> items = new ArrayList<>();
        for (SortOrder key : CollectionConverters.asJava(order)) {
            if (key.child().foldable()) {
                continue; // orders nothing, and DuckDB refuses it
            }
            items.add(item(key, scope));
        }
        return items;
    }

    /** One key, even if it is a constant, from which ranges of windows are counted. */
    public static OrderItem item(SortOrder key, ExpressionScope scope) {
        return new OrderItem(
                sortable(key.child(), scope),
                key.direction().equals(Ascending$.MODULE$) ? OrderItem.Direction.ASC : OrderItem.Direction.DESC,
                key.nullOrdering().equals(NullsFirst$.MODULE$) ? OrderItem.Nulls.FIRST : OrderItem.Nulls.LAST);
    }

    /** DuckDB makes sort keys that lose bytes which no valid text has. */
    private static SqlExpr sortable(Expression expression, ExpressionScope scope) {
        SqlExpr key = key(expression, scope);
        if (!TypeTests.isBinaryString(expression.dataType())) {
            return key;
        }
        if (scope.options().strictness() == Strictness.FOREIGN_TEXT) {
            return SqlTrees.call(PrimitiveType.BLOB, "encode", key);
        }
        scope.assembly().requireUtf8();
        return key;
    }

    /** The value itself where the engines agree, otherwise a key that Catalyst makes. */
    public static SqlExpr key(Expression expression, ExpressionScope scope) {
        DataType type = expression.dataType();
        if (type instanceof StringType && !TypeTests.isBinaryString(type)) {
            return scope.bridge(new CollationKey(expression));
        }
        if (!TypeTests.comparesNatively(type)) {
            scope.assembly().refuse("order." + type.typeName(), "Values of type " + type.sql() + " cannot be ordered.");
        }
        return scope.translate(NestedValues.orderKey(expression));
    }
}
