package dev.kiln.engine.translate.relation;

import dev.kiln.engine.interop.FileRelations;
import dev.kiln.engine.interop.Rewrite;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.planning.PhysicalOperation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.DataSourceStrategy$;
import org.apache.spark.sql.execution.datasources.DataSourceUtils;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import scala.Option;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Leaves files alone that a filter over partitions found by path rules out. Spark does that when it makes physical plans;
 * its rule for tables with a catalog of partitions, which runs before this one, is part of its optimizer.
 */
final class PartitionPruning {
    private PartitionPruning() {}

    static LogicalPlan apply(LogicalPlan plan) {
        return plan.transformDown(Rewrite.of(LogicalPlan.class, PartitionPruning::pruned));
    }

    private static LogicalPlan pruned(LogicalPlan plan) {
        Option<Tuple3<Seq<NamedExpression>, Seq<Expression>, LogicalPlan>> operation = PhysicalOperation.unapply(plan);
        if (operation.isDefined()
                && !operation.get()._2().isEmpty()
                && operation.get()._3() instanceof LogicalRelation relation
                && relation.relation() instanceof HadoopFsRelation files
                && files.location() instanceof PartitioningAwareFileIndex index
                && !files.partitionSchema().isEmpty()) {
            Seq<Expression> filters = partitionFilters(operation.get()._2(), relation, files);
            if (!filters.isEmpty()) {
                LogicalRelation pruned = FileRelations.over(new PrunedFileIndex(index, filters), relation, files);
                return plan.transformDown(Rewrite.of(LogicalRelation.class, leaf -> pruned));
            }
        }
        return plan;
    }

    /** Those that the values of a partition decide. */
    private static Seq<Expression> partitionFilters(
            Seq<Expression> filters, LogicalPlan relation, HadoopFsRelation files) {
        List<Expression> constant = new ArrayList<>();
        for (Expression filter : CollectionConverters.asJava(filters)) {
            if (filter.deterministic() && !SubqueryExpression.hasSubquery(filter)) {
                constant.add(filter);
            }
        }
        Seq<Expression> normalized = DataSourceStrategy$.MODULE$.normalizeExprs(
                CollectionConverters.asScala(constant).toSeq(), relation.output());
        return DataSourceUtils.getPartitionFiltersAndDataFilters(files.partitionSchema(), normalized)
                ._1();
    }
}
