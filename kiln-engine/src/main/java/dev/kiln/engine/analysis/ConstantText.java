package dev.kiln.engine.analysis;

import dev.kiln.engine.interop.Seqs;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.CommandExecutionMode;
import scala.Option;

/** Texts that statements compute from constants and variables, such as the one of EXECUTE IMMEDIATE. */
final class ConstantText {
    private ConstantText() {}

    /** The text that an unresolved expression stands for in a session now; empty if it is no constant. */
    static Optional<String> of(Expression expression, SparkSession session) {
        try {
            NamedExpression column = new UnresolvedAlias(expression, Option.empty());
            LogicalPlan plan = session.sessionState()
                    .executePlan(new Project(Seqs.of(column), new OneRowRelation()), CommandExecutionMode.SKIP())
                    .analyzed();
            Expression resolved = ((Expression) ((Project) plan).projectList().head())
                    .children()
                    .head();
            return resolved.foldable()
                    ? Optional.ofNullable(resolved.eval(null)).map(Object::toString)
                    : Optional.empty();
        } catch (Exception | StackOverflowError e) { // Spark throws checked exceptions here without declaring them
            // Whoever runs it says what is wrong with it.
            return Optional.empty();
        }
    }
}
