package dev.kiln.connector.sql;

import dev.kiln.connector.table.StoreTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Keeps PUT INTO to the store's tables: others would take it for an INSERT. */
public final class PutCheck {
    /** The option by which an append is known to come from the statement. */
    static final String STATEMENT = "kiln.statement.put";

    private PutCheck() {}

    /**
     * Looks at an analysed plan.
     *
     * @throws UnsupportedOperationException if it puts rows into a table that isn't the store's
     */
    public static void check(LogicalPlan plan) {
        if (!plan.getClass().getSimpleName().equals("AppendData")
                || !Boolean.TRUE.equals(Plans.call(Plans.part(plan, "writeOptions"), "contains", STATEMENT))) {
            return;
        }
        Object relation = Plans.part(plan, "table");
        boolean ours = relation.getClass().getSimpleName().equals("DataSourceV2Relation")
                && Plans.part(relation, "table") instanceof StoreTable;
        if (!ours) {
            throw new UnsupportedOperationException(
                    "PUT INTO is for tables of the store, and " + Plans.part(relation, "name") + " isn't one");
        }
    }
}
