package dev.kiln.engine.execution;

import dev.kiln.engine.analysis.QueryContext;
import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.spi.UnsupportedPlanException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Turns resolved plans into queries for DuckDB. Safe for use by many threads. */
@FunctionalInterface
public interface QueryTranslator {
    /**
     * Settles what all translations of a plan have to agree on, such as the snapshots of tables that it reads.
     *
     * @param analyzed a resolved plan without commands
     */
    default LogicalPlan settle(LogicalPlan analyzed, QueryContext context) {
        return analyzed;
    }

    /**
     * @param analyzed a resolved plan without commands, settled
     * @throws UnsupportedPlanException with every reason why there is no such query
     */
    TranslatedQuery translate(LogicalPlan analyzed, QueryContext context, Strictness strictness);
}
