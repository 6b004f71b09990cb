package dev.kiln.engine.analysis;

import java.util.List;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.analysis.SimpleFunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Function1;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;

/**
 * The built-in functions that call any Java method. They are replaced in Spark's registry, because the analyzer
 * evaluates some expressions while it resolves them, before any check sees the plan.
 */
public final class ForeignCodeFunctions {
    private static final List<String> NAMES = List.of("java_method", "reflect", "try_reflect");

    private ForeignCodeFunctions() {}

    /** Makes every use of these functions an unsupported plan, in the whole process. Idempotent. */
    public static synchronized void disable() {
        SimpleFunctionRegistry registry = FunctionRegistry$.MODULE$.builtin();
        for (String name : NAMES) {
            FunctionIdentifier identifier = new FunctionIdentifier(name);
            Option<Tuple2<ExpressionInfo, Function1<Seq<Expression>, Expression>>> entry =
                    registry.lookupFunctionEntry(identifier);
            if (entry.isDefined()) {
                registry.dropFunction(identifier);
                registry.registerFunction(identifier, entry.get()._1(), arguments -> {
                    throw Refusals.unsupported(
                            "expression." + name, name + " calls a method of any Java class, which is not supported");
                });
            }
        }
    }
}
