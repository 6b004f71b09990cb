package dev.kiln.engine.analysis;

import dev.kiln.engine.tables.TableScans;
import org.apache.spark.sql.catalyst.optimizer.BooleanSimplification$;
import org.apache.spark.sql.catalyst.optimizer.ConstantFolding$;
import org.apache.spark.sql.catalyst.optimizer.Optimizer;
import org.apache.spark.sql.catalyst.optimizer.SimplifyCasts$;
import org.apache.spark.sql.catalyst.optimizer.UnwrapCastInBinaryComparison$;
import org.apache.spark.sql.catalyst.plans.logical.DeleteFromTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OverwriteByExpression;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.execution.datasources.v2.GroupBasedRowLevelOperationScanPlanning$;
import org.apache.spark.sql.execution.datasources.v2.OptimizeMetadataOnlyDeleteFromTable$;
import org.apache.spark.sql.execution.datasources.v2.V2ScanRelationPushDown$;
import org.apache.spark.sql.execution.datasources.v2.V2Writes$;
import org.apache.spark.sql.internal.SQLConf;

/**
 * What Spark's optimizer does to the commands that write to tables of catalogs. Scans come before writes, because a table
 * that changes rows in place is first asked for what is to be changed: what it then writes is meant for that snapshot.
 */
final class TableCommands {
    private final CatalogManager catalogs;

    TableCommands(CatalogManager catalogs) {
        this.catalogs = catalogs;
    }

    /** Commands of other kinds are left alone. */
    LogicalPlan planned(LogicalPlan command) {
        if (command instanceof DeleteFromTable delete) {
            return V2ScanRelationPushDown$.MODULE$.apply(withConstants(delete));
        }
        if (!(command instanceof V2WriteCommand)) {
            return command;
        }
        LogicalPlan settled = command instanceof OverwriteByExpression ? withConstants(command) : finished(command);
        LogicalPlan grouped = GroupBasedRowLevelOperationScanPlanning$.MODULE$.apply(settled);
        V2WriteCommand write = (V2WriteCommand) grouped;
        LogicalPlan scanned = (LogicalPlan) write.withNewQuery(withScans(write.query()));
        return OptimizeMetadataOnlyDeleteFromTable$.MODULE$.apply(V2Writes$.MODULE$.apply(scanned));
    }

    /** A query that reads what its tables hold now. */
    LogicalPlan withScans(LogicalPlan query) {
        return TableScans.plan(query, catalogs, SQLConf.get());
    }

    private LogicalPlan finished(LogicalPlan command) {
        return new FinishingOptimizer(catalogs).FinishAnalysis().apply(command);
    }

    /** The conditions of such commands go to the table as they are, which knows columns and constants only. */
    private LogicalPlan withConstants(LogicalPlan command) {
        LogicalPlan folded = ConstantFolding$.MODULE$.apply(finished(command));
        LogicalPlan uncast = UnwrapCastInBinaryComparison$.MODULE$.apply(SimplifyCasts$.MODULE$.apply(folded));
        return BooleanSimplification$.MODULE$.apply(uncast);
    }

    /** Only there for the rules at the end of analysis, which are part of it. */
    private static final class FinishingOptimizer extends Optimizer {
        FinishingOptimizer(CatalogManager catalogs) {
            super(catalogs);
        }
    }
}
