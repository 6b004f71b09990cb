package dev.kiln.engine.analysis;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The queries that a session has lately analysed from SQL text. Clients send each text twice, first to learn whether it is
 * a command and then to run it, and often again later: its plan is at hand then, if nothing has changed meanwhile. Safe for
 * use by many threads.
 */
final class AnalyzedQueries {
    private static final int LIMIT = 16;

    /** @param plan empty if another analysis may come to another plan */
    private record Analyzed(Optional<LogicalPlan> plan, long stamp) {}

    private final StateChanges changes;
    private final Cache<String, Analyzed> queries =
            CacheBuilder.newBuilder().maximumSize(LIMIT).build();

    AnalyzedQueries(StateChanges changes) {
        this.changes = changes;
    }

    /** The resolved plan of a text without parameters; a copy, because whoever uses a plan marks it. */
    Optional<LogicalPlan> plan(String text) {
        return analyzed(text).flatMap(Analyzed::plan).map(LogicalPlan::clone);
    }

    /** Whether a text is known to be a query, so that it changes nothing. */
    boolean isQuery(String text) {
        return analyzed(text).isPresent();
    }

    private Optional<Analyzed> analyzed(String text) {
        return Optional.ofNullable(queries.getIfPresent(text)).filter(query -> query.stamp() == changes.stamp());
    }

    /** To be asked for before a text is analysed, and handed to {@link #remember} with the result. */
    long stamp() {
        return changes.stamp();
    }

    /** Takes what a text without parameters was analysed to. */
    void remember(String text, QueryExecution execution, long stamp) {
        if (PlannedQuery.isQuery(execution)) {
            LogicalPlan plan = execution.analyzed();
            queries.put(text, new Analyzed(Optional.of(plan).filter(AnalyzedQueries::isLasting), stamp));
        }
    }

    /**
     * Whether another analysis would come to the same plan. Not so for random seeds, which are drawn anew, and for files
     * that are named in the text, which are listed anew; the files of a table are known to the catalog, and those of a view
     * that was made of a plan are the plan's.
     */
    private static boolean isLasting(LogicalPlan plan) {
        return plan.deterministic()
                && !(plan instanceof Command)
                && areLasting(plan.subqueries())
                && (plan instanceof View view && view.isTempViewStoringAnalyzedPlan()
                        || (plan.children().isEmpty() ? isLastingLeaf(plan) : areLasting(plan.children())));
    }

    private static boolean areLasting(Seq<LogicalPlan> plans) {
        return CollectionConverters.asJava(plans).stream().allMatch(AnalyzedQueries::isLasting);
    }

    private static boolean isLastingLeaf(LogicalPlan leaf) {
        return leaf instanceof OneRowRelation
                || leaf instanceof Range
                || leaf instanceof LocalRelation local && !local.isStreaming()
                || leaf instanceof LogicalRelation table
                        && table.catalogTable().isDefined()
                        && table.relation() instanceof HadoopFsRelation;
    }
}
