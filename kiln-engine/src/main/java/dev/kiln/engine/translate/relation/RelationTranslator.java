package dev.kiln.engine.translate.relation;

import dev.kiln.sql.QueryBlock;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Translates plans of one class. */
@FunctionalInterface
interface RelationTranslator<P extends LogicalPlan> {
    /**
     * The block whose columns are the plan's output attributes, each named by its expression id, attributes that occur
     * twice but once.
     */
    QueryBlock translate(P plan, PlanScope scope);
}
