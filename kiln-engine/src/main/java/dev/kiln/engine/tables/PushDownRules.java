package dev.kiln.engine.tables;

import java.util.List;
import org.apache.spark.sql.catalyst.optimizer.BooleanSimplification$;
import org.apache.spark.sql.catalyst.optimizer.CollapseProject$;
import org.apache.spark.sql.catalyst.optimizer.ColumnPruning$;
import org.apache.spark.sql.catalyst.optimizer.ConstantFolding$;
import org.apache.spark.sql.catalyst.optimizer.EliminateOuterJoin$;
import org.apache.spark.sql.catalyst.optimizer.InferFiltersFromConstraints$;
import org.apache.spark.sql.catalyst.optimizer.LikeSimplification$;
import org.apache.spark.sql.catalyst.optimizer.NullPropagation$;
import org.apache.spark.sql.catalyst.optimizer.OptimizeIn$;
import org.apache.spark.sql.catalyst.optimizer.PushDownPredicates$;
import org.apache.spark.sql.catalyst.optimizer.SimplifyBinaryComparison$;
import org.apache.spark.sql.catalyst.optimizer.SimplifyCasts$;
import org.apache.spark.sql.catalyst.optimizer.UnwrapCastInBinaryComparison$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;

/** Spark's rules that bring filters and the choice of columns down to the tables, in a form that sources understand. */
final class PushDownRules {
    private static final int MAX_TURNS = 20;

    /** None that takes a column for unchanged because its id is: columns of no use are null under their ids. */
    private static final List<Rule<LogicalPlan>> SIMPLIFYING = List.of(
            PushDownPredicates$.MODULE$,
            ColumnPruning$.MODULE$,
            CollapseProject$.MODULE$,
            NullPropagation$.MODULE$,
            ConstantFolding$.MODULE$,
            LikeSimplification$.MODULE$,
            BooleanSimplification$.MODULE$,
            OptimizeIn$.MODULE$,
            SimplifyBinaryComparison$.MODULE$,
            SimplifyCasts$.MODULE$,
            UnwrapCastInBinaryComparison$.MODULE$);

    private static final List<Rule<LogicalPlan>> JOINING = List.of(EliminateOuterJoin$.MODULE$);

    private PushDownRules() {}

    /** For operators over one table. */
    static LogicalPlan simplified(LogicalPlan plan) {
        return repeated(SIMPLIFYING, plan);
    }

    /** For plans of any kind. */
    static LogicalPlan pushedDown(LogicalPlan plan) {
        LogicalPlan pushed = repeated(JOINING, repeated(SIMPLIFYING, plan));
        return repeated(SIMPLIFYING, InferFiltersFromConstraints$.MODULE$.apply(pushed));
    }

    private static LogicalPlan repeated(List<Rule<LogicalPlan>> rules, LogicalPlan plan) {
        LogicalPlan last = plan;
        for (int turn = 0; turn < MAX_TURNS; turn++) {
            LogicalPlan next = last;
            for (Rule<LogicalPlan> rule : rules) {
                next = rule.apply(next);
            }
            if (next.fastEquals(last)) {
                return next;
            }
            last = next;
        }
        return last;
    }
}
