package dev.kiln.engine.analysis;

import org.apache.spark.sql.catalyst.analysis.UnresolvedExecuteImmediate;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.CompoundBody;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import scala.jdk.javaapi.CollectionConverters;

/** Tells SQL text that asks from SQL text that does something, by what Spark's parser makes of it. */
final class QueryText {
    private QueryText() {}

    /** Whether the text is nothing but a query. Text that is not SQL is none. */
    static boolean isQuery(String text, ParserInterface parser) {
        try {
            return isQuery(parser.parsePlan(text));
        } catch (Exception | StackOverflowError e) { // Spark throws checked exceptions here without declaring them
            return false;
        }
    }

    private static boolean isQuery(LogicalPlan plan) {
        boolean acts = plan instanceof Command
                || plan instanceof ParsedStatement
                || plan instanceof CompoundBody
                || plan instanceof UnresolvedExecuteImmediate;
        return !acts && CollectionConverters.asJava(plan.children()).stream().allMatch(QueryText::isQuery);
    }
}
