package dev.kiln.engine.translate.relation;

import dev.kiln.engine.interop.Rewrite;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.optimizer.ConstantFolding$;
import org.apache.spark.sql.catalyst.optimizer.Optimizer;
import org.apache.spark.sql.catalyst.optimizer.ReplaceUpdateFieldsExpression$;
import org.apache.spark.sql.catalyst.optimizer.RewriteWithExpression$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.execution.datasources.PruneFileSourcePartitions$;
import org.apache.spark.sql.internal.SQLConf;

/**
 * The few Catalyst rules that run before translation: those that Catalyst itself counts as the end of analysis, the
 * folding of constants, negations over queries, and the choice of partitions by the filters over them. No rule
 * moves operators about, because DuckDB plans better without.
 */
final class PlanPreparation {
    private PlanPreparation() {}

    /** Constants that cannot be computed fail here, with Spark's error. */
    static LogicalPlan prepare(LogicalPlan plan, CatalogManager catalogs, SQLConf conf) {
        return SQLConf.withExistingConf(conf, () -> {
            LogicalPlan finished =
                    new FinishingOptimizer(catalogs).FinishAnalysis().apply(plan);
            return foldEverywhere(withoutSharedExpressions(RecursionLimits.apply(finished), conf));
        });
    }

    /** Each turn takes the outermost layer; expressions that share parts may stand inside such parts. */
    private static LogicalPlan withoutSharedExpressions(LogicalPlan plan, SQLConf conf) {
        LogicalPlan last = plan;
        for (int turn = 0; turn < conf.optimizerMaxIterations(); turn++) {
            LogicalPlan next = RewriteWithExpression$.MODULE$.apply(last);
            if (next.fastEquals(last)) {
                return next;
            }
            last = next;
        }
        return last;
    }

    /** Rules such as these leave the plans inside expressions alone. */
    private static LogicalPlan foldEverywhere(LogicalPlan plan) {
        LogicalPlan folded =
                PartitionPruning.apply(PruneFileSourcePartitions$.MODULE$.apply(ConstantFolding$.MODULE$.apply(
                        BooleansOverQueries.simplify(ReplaceUpdateFieldsExpression$.MODULE$.apply(plan)))));
        return folded.transformAllExpressions(Rewrite.of(
                SubqueryExpression.class, subquery -> subquery.withNewPlan(foldEverywhere(subquery.plan()))));
    }

    /** Only there for the rules at the end of analysis, which are part of it. */
    private static final class FinishingOptimizer extends Optimizer {
        FinishingOptimizer(CatalogManager catalogs) {
            super(catalogs);
        }
    }
}
