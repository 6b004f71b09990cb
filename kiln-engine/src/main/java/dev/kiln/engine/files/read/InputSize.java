package dev.kiln.engine.files.read;

import dev.kiln.engine.interop.Seqs;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.FileStatusWithMetadata;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import scala.jdk.javaapi.CollectionConverters;

/** How large the files are that a plan reads, before any of their partitions or columns is left out. */
public final class InputSize {
    private InputSize() {}

    /** In bytes. A file that is read twice counts twice. */
    public static long of(LogicalPlan plan) {
        long bytes = plan instanceof LogicalRelation leaf && leaf.relation() instanceof HadoopFsRelation relation
                ? of(relation)
                : 0;
        for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
            bytes += ofQueriesIn(expression);
        }
        for (LogicalPlan child : CollectionConverters.asJava(plan.children())) {
            bytes += of(child);
        }
        return bytes;
    }

    private static long ofQueriesIn(Expression expression) {
        long bytes = expression instanceof PlanExpression<?> query && query.plan() instanceof LogicalPlan plan
                ? of(plan)
                : 0;
        for (Expression child : CollectionConverters.asJava(expression.children())) {
            bytes += ofQueriesIn(child);
        }
        return bytes;
    }

    private static long of(HadoopFsRelation relation) {
        long bytes = 0;
        for (PartitionDirectory directory :
                CollectionConverters.asJava(relation.location().listFiles(Seqs.empty(), Seqs.empty()))) {
            for (FileStatusWithMetadata file : CollectionConverters.asJava(directory.files())) {
                bytes += file.getLen();
            }
        }
        return bytes;
    }
}
