package dev.kiln.engine.translate.relation;

import static dev.kiln.sql.SqlTrees.binary;

import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.LeafRule;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.Literal;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.WindowCall;
import dev.kiln.sql.type.PrimitiveType;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MonotonicallyIncreasingID;
import org.apache.spark.sql.catalyst.expressions.SparkPartitionID;

/** Numbers of rows and of their partition; all rows are in one. */
final class RowIdRule implements LeafRule {
    @Override
    public boolean accepts(Expression expression) {
        return expression instanceof MonotonicallyIncreasingID || expression instanceof SparkPartitionID;
    }

    @Override
    public SqlExpr translate(Expression expression, ExpressionScope scope) {
        if (expression instanceof SparkPartitionID) {
            return Literal.integer(0);
        }
        SqlExpr number = new WindowCall(
                new AggregateCall("row_number", List.of(), PrimitiveType.BIGINT),
                WindowCall.NullTreatment.RESPECT,
                List.of(),
                List.of(),
                Optional.empty());
        return binary(BinaryOperator.SUBTRACT, number, Literal.bigint(1), PrimitiveType.BIGINT);
    }
}
