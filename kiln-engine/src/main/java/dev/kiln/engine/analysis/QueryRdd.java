package dev.kiln.engine.analysis;

import dev.kiln.engine.interop.Rewrite;
import dev.kiln.engine.interop.Seqs;
import dev.kiln.spi.UnsupportedPlanException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.physical.SinglePartition$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.util.TaskCompletionListener;
import scala.Option;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** The rows of a query that the embedded engine runs, for Spark's own code to read: one partition, run when read. */
final class QueryRdd extends SourceRdd<InternalRow> {
    private static final long serialVersionUID = 1L;

    private final transient LogicalPlan query;
    private final transient SparkSession session;
    private final transient QueryRunner runner;
    private final boolean writesParquet;

    private QueryRdd(LogicalPlan query, SparkSession session, QueryRunner runner, boolean writesParquet) {
        super(session.sparkContext(), 1, ClassTag$.MODULE$.apply(InternalRow.class));
        this.query = query;
        this.session = session;
        this.runner = runner;
        this.writesParquet = writesParquet;
    }

    /**
     * A leaf with the output of the query.
     *
     * @throws UnsupportedPlanException if the engine cannot run it: known before a command has any effect
     */
    static LogicalPlan leaf(LogicalPlan query, SparkSession session, QueryRunner runner) {
        try (RunnableQuery probe = runner.prepare(query, OperationScope.contextOf(session))) {
            return leaf(query, new QueryRdd(query, session, runner, probe.writesParquet()), probe.description());
        }
    }

    /** As {@link #leaf}, but a query that cannot be run fails when its rows are read: until then it can be explained. */
    static LogicalPlan lenientLeaf(LogicalPlan query, SparkSession session, QueryRunner runner) {
        try {
            return leaf(query, session, runner);
        } catch (UnsupportedPlanException e) {
            return leaf(query, new QueryRdd(query, session, runner, false), "unsupported: " + e.getMessage());
        }
    }

    /** A query without such leaves in it: Spark's code adds operators to queries that were placed before. */
    static LogicalPlan unplaced(LogicalPlan query) {
        return query.transformUp(Rewrite.of(
                LogicalRDD.class, leaf -> leaf.rdd() instanceof QueryRdd placed ? placed.queryFor(leaf) : leaf));
    }

    private LogicalPlan queryFor(LogicalPlan leaf) {
        List<Attribute> own = CollectionConverters.asJava(query.output());
        List<Attribute> asked = CollectionConverters.asJava(leaf.output());
        List<NamedExpression> columns = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            Attribute name = asked.get(i);
            columns.add(
                    own.get(i).exprId().equals(name.exprId())
                            ? own.get(i)
                            : new Alias(
                                    own.get(i),
                                    name.name(),
                                    name.exprId(),
                                    name.qualifier(),
                                    Option.apply(name.metadata()),
                                    Seqs.empty()));
        }
        return new Project(CollectionConverters.asScala(columns).toSeq(), query);
    }

    private static LogicalPlan leaf(LogicalPlan query, QueryRdd rdd, String description) {
        rdd.setName(description);
        return new LogicalRDD(
                query.output(),
                rdd,
                SinglePartition$.MODULE$,
                query.outputOrdering(),
                false,
                Option.empty(),
                rdd.session,
                Option.empty(),
                Option.empty());
    }

    @Override
    public Iterator<InternalRow> compute(Partition split, TaskContext context) {
        RunnableQuery running = start(context);
        QueryRows rows = running.rows();
        return new AbstractIterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public InternalRow next() {
                return rows.next();
            }
        };
    }

    /** Whether {@link #write} can be called. */
    boolean writesParquet() {
        return writesParquet;
    }

    /** Runs the query in a task and writes its rows to a file; returns their number. */
    long write(ParquetTarget target, TaskContext context) {
        return start(context).writeParquet(target);
    }

    private RunnableQuery start(TaskContext context) {
        OperationScope scope = OperationScope.current();
        // Before the query runs: the command that reads it may change what it reads.
        scope.observed(Observations.measure(query, runner, OperationScope.contextOf(session)));
        RunnableQuery running = runner.prepare(query, OperationScope.contextOf(session));
        scope.started(running);
        context.addTaskCompletionListener(releasing(running, scope));
        return running;
    }

    private static TaskCompletionListener releasing(RunnableQuery running, OperationScope scope) {
        return context -> {
            scope.ended(running);
            running.close();
        };
    }
}
