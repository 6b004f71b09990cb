package dev.kiln.engine.analysis;

import dev.kiln.protocol.Relation;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.CommandResult;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.util.TypeUtils;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.QueryExecution$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** A relation on its way to execution: analysed, its commands run, ready to be translated. For one thread. */
public final class PlannedQuery {
    private final SparkSession spark;
    private final QueryExecution execution;

    private PlannedQuery(SparkSession spark, QueryExecution execution) {
        this.spark = spark;
        this.execution = execution;
    }

    /**
     * Plans a relation and, unless it is a SQL script, analyses it.
     *
     * @throws RuntimeException Spark's own, if the relation is wrong
     */
    public static PlannedQuery of(FrontEndSession session, Relation relation) {
        LogicalPlan plan = session.plan(relation);
        QueryExecution execution = new QueryExecution(
                session.spark(),
                plan,
                new QueryPlanningTracker(Option.empty()),
                CommandExecutionMode.ALL(),
                Option.empty(),
                true,
                QueryExecution$.MODULE$.$lessinit$greater$default$7(),
                Option.empty());
        if (!execution.isSqlScript()) {
            execution.assertAnalyzed();
        }
        return new PlannedQuery(session.spark(), execution);
    }

    /** Whether planning is complete without running anything: no command, no script. */
    public boolean isQuery() {
        return isQuery(execution);
    }

    static boolean isQuery(QueryExecution execution) {
        return !execution.isSqlScript() && !holdsCommand(execution.analyzed());
    }

    /** Runs the commands in the plan, if there are any; once. */
    public void runCommands() {
        execution.assertCommandExecuted();
    }

    public StructType schema() {
        return execution.analyzed().schema();
    }

    public SQLConf conf() {
        return spark.sessionState().conf();
    }

    /** Fails as Spark does for results that clients cannot be sent. */
    public void requireSupportedTypes() {
        TypeUtils.failUnsupportedDataType(schema(), conf());
    }

    /** The rows, if the plan is nothing but rows that are at hand. */
    public Optional<Seq<InternalRow>> localRows() {
        LogicalPlan plan = execution.commandExecuted();
        if (plan instanceof CommandResult result) {
            return Optional.of(result.rows());
        }
        if (plan instanceof LocalRelation local && !local.isStreaming()) {
            return Optional.of(local.data());
        }
        return Optional.empty();
    }

    /** The plan to translate: the results of its commands are rows by now. */
    public LogicalPlan executable() {
        LogicalPlan plan = isQuery() ? execution.analyzed() : execution.commandExecuted();
        execution.assertSupported();
        return CommandResults.asRows(plan);
    }

    private static boolean holdsCommand(LogicalPlan plan) {
        return plan instanceof Command
                || CollectionConverters.asJava(plan.children()).stream().anyMatch(PlannedQuery::holdsCommand);
    }
}
