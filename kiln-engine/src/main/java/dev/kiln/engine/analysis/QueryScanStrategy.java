package dev.kiln.engine.analysis;

import dev.kiln.engine.interop.Seqs;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.RDDScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import scala.Option;
import scala.collection.immutable.Seq;

/** Plans the leaves that stand for queries, under a name by which {@code EXPLAIN} shows who runs them. */
final class QueryScanStrategy extends SparkStrategy {
    private static final String NAME = "Kiln";

    @Override
    public Seq<SparkPlan> apply(LogicalPlan plan) {
        if (plan instanceof LogicalRDD leaf && leaf.rdd() instanceof QueryRdd) {
            SparkPlan scan = new RDDScanExec(
                    leaf.output(), leaf.rdd(), NAME, leaf.outputPartitioning(), leaf.outputOrdering(), Option.empty());
            return Seqs.of(scan);
        }
        return Seqs.empty();
    }
}
