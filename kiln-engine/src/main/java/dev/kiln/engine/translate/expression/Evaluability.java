package dev.kiln.engine.translate.expression;

import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.ApplyFunctionExpression;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InputFileBlockLength;
import org.apache.spark.sql.catalyst.expressions.InputFileBlockStart;
import org.apache.spark.sql.catalyst.expressions.InputFileName;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.catalyst.expressions.Unevaluable;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.expressions.objects.NewInstance;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.ObjectType;

/** Tells which expressions Catalyst may evaluate inside the server. */
public final class Evaluability {
    private static final String SPARK = "org.apache.spark.";

    private Evaluability() {}

    /** A sentence that says why an expression, apart from its children, may not be evaluated. */
    public static Optional<String> obstacle(Expression expression) {
        if (expression instanceof CallMethodViaReflection
                || expression instanceof ScalaUDF
                || expression instanceof UserDefinedExpression
                || expression instanceof ApplyFunctionExpression
                || callsForeignCode(expression)) {
            return Optional.of(expression.prettyName() + " runs code that is not Spark's own.");
        }
        if (expression instanceof InputFileName
                || expression instanceof InputFileBlockStart
                || expression instanceof InputFileBlockLength) {
            return Optional.of(expression.prettyName() + " needs to know the file that a row comes from.");
        }
        if (expression instanceof Unevaluable && !(expression instanceof LambdaFunction)) {
            return Optional.of(expression.prettyName() + " cannot be evaluated where it stands.");
        }
        return Optional.empty();
    }

    /** Spark itself calls static methods, methods of values and methods of its own constants. */
    private static boolean callsForeignCode(Expression expression) {
        if (expression instanceof StaticInvoke call) {
            return !call.staticObject().getName().startsWith(SPARK);
        }
        if (expression instanceof Invoke call && call.targetObject().dataType() instanceof ObjectType) {
            return !(call.targetObject() instanceof org.apache.spark.sql.catalyst.expressions.Literal target)
                    || target.value() == null
                    || !target.value().getClass().getName().startsWith(SPARK);
        }
        return expression instanceof NewInstance;
    }
}
