package dev.kiln.engine.analysis;

import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.spi.UnsupportedReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Refuses analysed plans that would run code from outside the server: scripts, classes named by the user, functions of
 * other languages. Names rather than classes are compared where Spark keeps several classes of one purpose.
 */
final class ForeignCodeCheck extends AbstractFunction1<LogicalPlan, BoxedUnit> {
    private static final Map<String, String> PLANS = Map.of(
            "ScriptTransformation", "TRANSFORM runs a script",
            "CreateFunctionCommand", "CREATE FUNCTION loads a class",
            "AddJarsCommand", "ADD JAR loads classes",
            "AddFilesCommand", "ADD FILE ships files to executors",
            "AddArchivesCommand", "ADD ARCHIVE ships files to executors");

    private static final Map<String, String> EXPRESSIONS = Map.of(
            "CallMethodViaReflection", "calls a method of any Java class",
            "TryReflect", "calls a method of any Java class",
            "ScalaUDF", "is a user-defined function",
            "ScalaAggregator", "is a user-defined function",
            "PythonUDF", "is a user-defined function",
            "PythonUDAF", "is a user-defined function",
            "PythonUDTF", "is a user-defined function",
            "UnresolvedPolymorphicPythonUDTF", "is a user-defined function");

    @Override
    public BoxedUnit apply(LogicalPlan plan) {
        List<UnsupportedReason> reasons = new ArrayList<>();
        collect(plan, reasons);
        if (!reasons.isEmpty()) {
            throw new UnsupportedPlanException(reasons);
        }
        return BoxedUnit.UNIT;
    }

    private static void collect(LogicalPlan plan, List<UnsupportedReason> reasons) {
        String name = plan.getClass().getSimpleName();
        String why = PLANS.get(name);
        if (why != null) {
            reasons.add(new UnsupportedReason("plan." + name, why));
        }
        ForeignSources.check(plan).ifPresent(reasons::add);
        CollectionConverters.asJava(plan.expressions()).forEach(expression -> collect(expression, reasons));
        CollectionConverters.asJava(plan.innerChildren()).forEach(inner -> {
            if (inner instanceof LogicalPlan innerPlan) {
                collect(innerPlan, reasons);
            }
        });
        CollectionConverters.asJava(plan.children()).forEach(child -> collect(child, reasons));
    }

    private static void collect(Expression expression, List<UnsupportedReason> reasons) {
        String name = expression.getClass().getSimpleName();
        String why = EXPRESSIONS.get(name);
        if (why != null) {
            reasons.add(new UnsupportedReason("expression." + name, expression.prettyName() + " " + why));
        }
        if (expression instanceof org.apache.spark.sql.catalyst.expressions.PlanExpression<?> subquery
                && subquery.plan() instanceof LogicalPlan subplan) {
            collect(subplan, reasons);
        }
        CollectionConverters.asJava(expression.children()).forEach(child -> collect(child, reasons));
    }
}
