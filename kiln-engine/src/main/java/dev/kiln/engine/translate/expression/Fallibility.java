package dev.kiln.engine.translate.expression;

import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.ConcatWs;
import org.apache.spark.sql.catalyst.expressions.Contains;
import org.apache.spark.sql.catalyst.expressions.EndsWith;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.InitCap;
import org.apache.spark.sql.catalyst.expressions.Length;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Lower;
import org.apache.spark.sql.catalyst.expressions.Murmur3Hash;
import org.apache.spark.sql.catalyst.expressions.StartsWith;
import org.apache.spark.sql.catalyst.expressions.StringTrim;
import org.apache.spark.sql.catalyst.expressions.StringTrimLeft;
import org.apache.spark.sql.catalyst.expressions.StringTrimRight;
import org.apache.spark.sql.catalyst.expressions.Substring;
import org.apache.spark.sql.catalyst.expressions.Upper;
import org.apache.spark.sql.catalyst.expressions.XxHash64;
import org.apache.spark.sql.types.StringType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tells which expressions can fail for some input. Spark evaluates conditions from left to right and stops early, DuckDB
 * does not everywhere; so only what cannot fail may stand unguarded behind a condition.
 */
public final class Fallibility {
    private static final Set<Class<? extends Expression>> NEVER_FAIL = Set.of(
            BoundReference.class,
            Upper.class,
            Lower.class,
            InitCap.class,
            Length.class,
            Substring.class,
            StringTrim.class,
            StringTrimLeft.class,
            StringTrimRight.class,
            Concat.class,
            ConcatWs.class,
            Contains.class,
            StartsWith.class,
            EndsWith.class,
            EqualTo.class,
            EqualNullSafe.class,
            In.class,
            Murmur3Hash.class,
            XxHash64.class);

    private Fallibility() {}

    /** Whether evaluating an expression where the scope is can fail. */
    public static boolean canFail(Expression expression, ExpressionScope scope) {
        if (expression instanceof Literal || scope.leafRule(expression).isPresent()) {
            return false;
        }
        boolean fails =
                switch (scope.support(expression)) {
                    case NATIVE, NATIVE_ON_UTF8 -> false;
                    case NATIVE_MAY_FAIL -> true;
                    case BRIDGED -> !neverFails(expression);
                };
        return fails
                || CollectionConverters.asJava(expression.children()).stream().anyMatch(child -> canFail(child, scope));
    }

    private static boolean neverFails(Expression expression) {
        if (expression instanceof Cast cast) {
            return EvalModes.of(cast.evalMode()) != EvalModes.ANSI || cast.dataType() instanceof StringType;
        }
        return expression instanceof Alias || NEVER_FAIL.contains(expression.getClass());
    }
}
