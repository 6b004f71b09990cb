package dev.kiln.engine.tables;

import dev.kiln.engine.interop.Rewrite;
import dev.kiln.engine.interop.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.optimizer.Optimizer;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeRows;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.V2ScanRelationPushDown$;
import org.apache.spark.sql.internal.SQLConf;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Replaces the tables in a plan by scans of them, once per query, so that everything that is done with the plan later sees
 * the same snapshot. What a scan leaves out is found on a copy of the plan, because elsewhere no operator is moved:
 *
 * <pre>
 * Aggregate                        Aggregate
 *   Filter a.x > 1 and b.y = 2       Filter a.x > 1 and b.y = 2
 *     Join                   =>        Join
 *       Table a [k, x, z]                Project [k, x, null as z]   a scan of k and x, told of x > 1
 *       Table b [k, y]                   Project [k, y]              a scan of k and y, told of y = 2
 * </pre>
 *
 * Where nothing but simple operators is over a table, they are put to the scan as Spark does: it may take aggregates, limits
 * and sorted limits in.
 */
public final class TableScans {
    private TableScans() {}

    /** A plan without tables is returned as it is. */
    public static LogicalPlan plan(LogicalPlan plan, CatalogManager catalogs, SQLConf conf) {
        if (!reads(plan)) {
            return plan;
        }
        return SQLConf.withExistingConf(
                conf,
                () -> planned(MergedRows.rewrite(
                        new FinishingOptimizer(catalogs).FinishAnalysis().apply(plan))));
    }

    /** Whether there is a table, or what only plans over tables have, in a plan or in the queries inside it. */
    private static boolean reads(LogicalPlan plan) {
        return plan instanceof DataSourceV2Relation
                || plan instanceof MergeRows
                || CollectionConverters.asJava(plan.expressions()).stream().anyMatch(TableScans::reads)
                || CollectionConverters.asJava(plan.children()).stream().anyMatch(TableScans::reads);
    }

    private static boolean reads(Expression expression) {
        return expression instanceof PlanExpression<?> query && query.plan() instanceof LogicalPlan plan && reads(plan)
                || CollectionConverters.asJava(expression.children()).stream().anyMatch(TableScans::reads);
    }

    private static LogicalPlan planned(LogicalPlan plan) {
        LogicalPlan outer = plan.transformAllExpressions(
                Rewrite.of(SubqueryExpression.class, query -> query.withNewPlan(planned(query.plan()))));
        TableNeeds needs = TableNeeds.of(outer);
        return withScans(outer.transformUp(Rewrite.of(DataSourceV2Relation.class, table -> narrowed(table, needs))));
    }

    /** The same columns under the same ids: those that nobody looks at are null. */
    private static LogicalPlan narrowed(DataSourceV2Relation table, TableNeeds needs) {
        LogicalPlan filtered = table;
        for (Expression condition : needs.conditions(table)) {
            filtered = new Filter(condition, filtered);
        }
        List<NamedExpression> columns = new ArrayList<>();
        for (AttributeReference column : CollectionConverters.asJava(table.output())) {
            columns.add(needs.needs(table, column) ? column : absent(column));
        }
        return new Project(CollectionConverters.asScala(columns).toSeq(), filtered);
    }

    private static NamedExpression absent(Attribute column) {
        return new Alias(
                new Literal(null, column.dataType()),
                column.name(),
                column.exprId(),
                column.qualifier(),
                Option.apply(column.metadata()),
                Seqs.empty());
    }

    /** Plans the scans, from the topmost operators down that can be put to one. */
    private static LogicalPlan withScans(LogicalPlan plan) {
        if (isSimple(plan)) {
            return V2ScanRelationPushDown$.MODULE$.apply(PushDownRules.simplified(plan));
        }
        return plan.mapChildren(TableScans::withScans);
    }

    /** Whether there is one table below and nothing else but operators that scans may take in. */
    private static boolean isSimple(LogicalPlan plan) {
        if (plan instanceof DataSourceV2Relation) {
            return true;
        }
        boolean known = plan instanceof Project
                || plan instanceof Filter
                || plan instanceof Aggregate
                || plan instanceof Sort
                || plan instanceof LocalLimit
                || plan instanceof GlobalLimit
                || plan instanceof Offset;
        return known
                && CollectionConverters.asJava(plan.expressions()).stream().allMatch(TableScans::isSimple)
                && isSimple(plan.children().head());
    }

    private static boolean isSimple(Expression expression) {
        return !(expression instanceof OuterReference)
                && !(expression instanceof PlanExpression<?>)
                && CollectionConverters.asJava(expression.children()).stream().allMatch(TableScans::isSimple);
    }

    /** Only there for the rules at the end of analysis, which are part of it. */
    private static final class FinishingOptimizer extends Optimizer {
        FinishingOptimizer(CatalogManager catalogs) {
            super(catalogs);
        }
    }

    /** The parts of a conjunction. */
    static List<Expression> conjuncts(Expression condition) {
        Seq<Expression> parts = V2ScanRelationPushDown$.MODULE$.splitConjunctivePredicates(condition);
        return CollectionConverters.asJava(parts);
    }
}
