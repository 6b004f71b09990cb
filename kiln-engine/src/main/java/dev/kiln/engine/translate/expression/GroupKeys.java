package dev.kiln.engine.translate.expression;

import static dev.kiln.sql.SqlTrees.binary;

import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import org.apache.spark.sql.catalyst.expressions.CollationKey;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.optimizer.NormalizeFloatingNumbers$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;

/** Values by which rows fall into groups. */
public final class GroupKeys {
    private GroupKeys() {}

    /** A value that is equal for rows of one group and only for them. */
    public static SqlExpr key(Expression expression, ExpressionScope scope) {
        DataType type = expression.dataType();
        if (looksDiffer(type)) {
            return scope.bridge(new CollationKey(expression));
        }
        if (!TypeTests.groupsNatively(type)) {
            scope.assembly().refuse("group." + type.typeName(), "Values of type " + type.sql() + " cannot be grouped.");
        }
        return shown(expression, scope);
    }

    /** The value that Spark shows for a group, if all that is equal in it looks alike. */
    public static SqlExpr shown(Expression expression, ExpressionScope scope) {
        return TypeTests.holdsFloating(expression.dataType())
                ? scope.bridge(NormalizeFloatingNumbers$.MODULE$.normalize(expression))
                : normalized(scope.translate(expression));
    }

    /** Whether values of one group may differ, as strings do whose collation ignores case. */
    public static boolean looksDiffer(DataType type) {
        return type instanceof StringType && !TypeTests.isBinaryString(type);
    }

    /** Both engines put 0.0 and -0.0 into one group; Spark shows it as 0.0, DuckDB as what came first. */
    private static SqlExpr normalized(SqlExpr value) {
        boolean floating = value.type() == PrimitiveType.DOUBLE || value.type() == PrimitiveType.FLOAT;
        return floating
                ? binary(
                        BinaryOperator.ADD,
                        value,
                        ExpressionScope.cast(Literal.floating(0), value.type()),
                        value.type())
                : value;
    }
}
