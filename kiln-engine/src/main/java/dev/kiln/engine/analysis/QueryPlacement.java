package dev.kiln.engine.analysis;

import org.apache.spark.sql.ExperimentalMethods;
import org.apache.spark.sql.catalyst.analysis.EliminateSubqueryAliases$;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression$;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.CommandResult;
import org.apache.spark.sql.catalyst.plans.logical.CreateVariable;
import org.apache.spark.sql.catalyst.plans.logical.DeserializeToObject;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.SetVariable;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.V2CreateTableAsSelectPlan;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.SparkOptimizer;
import org.apache.spark.sql.execution.command.DataWritingCommand;
import org.apache.spark.sql.execution.datasources.V1Writes$;
import org.apache.spark.sql.execution.datasources.WriteFiles;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Takes the place of Spark's optimizer. Commands stay, as Spark's own code runs them; every query in them, or the whole
 * plan if it is a query, becomes one leaf that the embedded engine runs.
 *
 * <pre>
 * InsertInto                     InsertInto
 *   WriteFiles                     WriteFiles
 *     Project            =>          LogicalRDD [a, b]
 *       Filter
 *         Relation
 * </pre>
 */
final class QueryPlacement extends SparkOptimizer {
    private final SparkSession session;
    private final QueryRunner runner;
    private final TableCommands tableCommands;

    QueryPlacement(
            SparkSession session,
            CatalogManager catalogManager,
            SessionCatalog catalog,
            ExperimentalMethods experimentalMethods,
            QueryRunner runner) {
        super(catalogManager, catalog, experimentalMethods);
        this.session = session;
        this.runner = runner;
        this.tableCommands = new TableCommands(catalogManager);
    }

    @Override
    public LogicalPlan execute(LogicalPlan plan) {
        if (plan instanceof Command || isUnionOfCommands(plan)) {
            LogicalPlan unaliased = EliminateSubqueryAliases$.MODULE$.apply(plan);
            return withQueriesPlaced(V1Writes$.MODULE$.apply(tableCommands.planned(unaliased)));
        }
        if (plan instanceof DeserializeToObject objects) {
            // Spark's own code asks for objects, when it infers the schema of CSV files
            return objects.mapChildren(this::placeBelowSample);
        }
        if (plan instanceof Sample sample) {
            return placeBelowSample(sample);
        }
        if (isConstants(plan)) {
            // Spark folds the parameters of SQL texts this way and reads them off the optimized plan.
            return super.execute(plan);
        }
        return isAtHand(plan) ? plan : QueryRdd.lenientLeaf(tableCommands.withScans(plan), session, runner);
    }

    private LogicalPlan withQueriesPlaced(LogicalPlan plan) {
        if (plan instanceof WriteFiles files) {
            return files.mapChildren(this::place);
        }
        if (plan instanceof V2WriteCommand write) {
            return (LogicalPlan) write.withNewQuery(place(write.query()));
        }
        if (plan instanceof V2CreateTableAsSelectPlan create) {
            // Placed before the table is made, so that nothing is made for a query that cannot run.
            return (LogicalPlan) create.withNameAndQuery(create.name(), place(create.query()));
        }
        if (plan instanceof SetVariable variable) {
            return variable.withNewChildInternal(place(variable.sourceQuery()));
        }
        if (plan instanceof DataWritingCommand write && !(write.query() instanceof WriteFiles)) {
            return plan.mapChildren(this::place);
        }
        if (plan instanceof CreateVariable variable) {
            // Its default is evaluated as it stands: what names the present time or database has to be a value by then.
            return FinishAnalysis().apply(variable);
        }
        return plan.mapChildren(this::withQueriesPlaced);
    }

    /** Schemas are inferred from some lines, and have to be from those that Spark draws. */
    private LogicalPlan placeBelowSample(LogicalPlan query) {
        return query instanceof Sample sample ? sample.mapChildren(this::place) : place(query);
    }

    private LogicalPlan place(LogicalPlan query) {
        return isAtHand(query)
                ? query
                : QueryRdd.leaf(tableCommands.withScans(QueryRdd.unplaced(query)), session, runner);
    }

    /** Rows that are at hand need no engine: they stay what they are. */
    private static boolean isAtHand(LogicalPlan query) {
        return query instanceof CommandResult || query instanceof LocalRelation || query instanceof LogicalRDD;
    }

    private static boolean isConstants(LogicalPlan plan) {
        return plan instanceof Project project
                && project.child() instanceof OneRowRelation
                && CollectionConverters.asJava(project.projectList()).stream()
                        .allMatch(expression -> ((Expression) expression).deterministic()
                                && !SubqueryExpression$.MODULE$.hasSubquery((Expression) expression));
    }

    private static boolean isUnionOfCommands(LogicalPlan plan) {
        return plan instanceof Union
                && CollectionConverters.asJava(plan.children()).stream().allMatch(Command.class::isInstance);
    }
}
