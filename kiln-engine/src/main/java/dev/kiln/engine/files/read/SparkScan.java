package dev.kiln.engine.files.read;

import dev.kiln.engine.interop.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.ApplyColumnarRulesAndInsertTransitions;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.FileSourceStrategy;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.internal.SQLConf;
import scala.jdk.javaapi.CollectionConverters;

/** Files read by Spark's own scan: its readers, options, modes, splitting, metadata columns and errors. */
final class SparkScan extends OperatorRows {
    private final LogicalRelation relation;

    SparkScan(LogicalRelation relation, HadoopFsRelation files, SQLConf conf) {
        super(relation.schema(), files.sparkSession(), conf);
        this.relation = relation;
    }

    @Override
    SparkPlan plan(List<Integer> columns) {
        List<NamedExpression> projected = new ArrayList<>();
        List<AttributeReference> output = CollectionConverters.asJava(relation.output());
        columns.forEach(column -> projected.add(output.get(column)));
        SparkPlan plan = FileSourceStrategy.apply(
                        new Project(CollectionConverters.asScala(projected).toSeq(), relation))
                .head();
        return new ApplyColumnarRulesAndInsertTransitions(Seqs.empty(), false).apply(plan);
    }
}
