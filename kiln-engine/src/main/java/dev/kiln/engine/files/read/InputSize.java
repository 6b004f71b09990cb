package dev.kiln.engine.files.read;

import dev.kiln.engine.interop.Seqs;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.execution.datasources.FileStatusWithMetadata;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How large the files and tables are that a plan reads: files before any of their partitions or columns is left out, tables
 * of catalogs as they say of the scan that is planned.
 */
public final class InputSize {
    private InputSize() {}

    /** In bytes. What is read twice counts twice. */
    public static long of(LogicalPlan plan) {
        long bytes = ofLeaf(plan);
        for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
            bytes += ofQueriesIn(expression);
        }
        for (LogicalPlan child : CollectionConverters.asJava(plan.children())) {
            bytes += of(child);
        }
        return bytes;
    }

    private static long ofLeaf(LogicalPlan plan) {
        if (plan instanceof LogicalRelation leaf && leaf.relation() instanceof HadoopFsRelation relation) {
            return of(relation);
        }
        if (plan instanceof DataSourceV2ScanRelation table && table.scan() instanceof SupportsReportStatistics scan) {
            return scan.estimateStatistics().sizeInBytes().orElse(0);
        }
        return 0;
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
