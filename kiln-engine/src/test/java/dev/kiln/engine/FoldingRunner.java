package dev.kiln.engine;

import dev.kiln.engine.analysis.ArrowBatchConsumer;
import dev.kiln.engine.analysis.QueryContext;
import dev.kiln.engine.analysis.QueryRows;
import dev.kiln.engine.analysis.QueryRunner;
import dev.kiln.engine.analysis.Refusals;
import dev.kiln.engine.analysis.RunnableQuery;
import dev.kiln.spi.Progress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.InterpretedOrdering;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.execution.SparkOptimizer;
import org.apache.spark.sql.internal.SessionState;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Runs the queries that Catalyst itself can fold into rows: for tests that need some rows but no database. */
final class FoldingRunner implements QueryRunner {
    @Override
    public RunnableQuery prepare(LogicalPlan analyzed, QueryContext context) {
        SessionState state = context.session().sessionState();
        LogicalPlan folded = new SparkOptimizer(state.catalogManager(), state.catalog(), state.experimentalMethods())
                .execute(analyzed);
        return new FoldedQuery(rowsOf(folded));
    }

    private static Seq<InternalRow> rowsOf(LogicalPlan plan) {
        if (plan instanceof LocalRelation local) {
            return local.data();
        }
        if (plan instanceof Project project && project.child() instanceof OneRowRelation) {
            return CollectionConverters.asScala(List.<InternalRow>of(constants(project)))
                    .toSeq();
        }
        if (plan instanceof Sort sort && sort.child() instanceof LocalRelation local) {
            Comparator<InternalRow> order =
                    new InterpretedOrdering(sort.order(), sort.child().output());
            return CollectionConverters.asScala(CollectionConverters.asJava(local.data()).stream()
                            .sorted(order)
                            .toList())
                    .toSeq();
        }
        throw Refusals.unsupported("test", "this test runs foldable queries only, not " + plan);
    }

    private static InternalRow constants(Project project) {
        return new GenericInternalRow(CollectionConverters.asJava(project.projectList()).stream()
                .map(expression -> ((Expression) expression).eval(InternalRow.empty()))
                .toArray());
    }

    private record FoldedQuery(Seq<InternalRow> data) implements RunnableQuery {
        @Override
        public void stream(ArrowBatchConsumer consumer) {
            throw new UnsupportedOperationException("tests read rows");
        }

        @Override
        public QueryRows rows() {
            Iterator<InternalRow> rows = data.iterator();
            return new QueryRows() {
                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public InternalRow next() {
                    return rows.next();
                }

                @Override
                public void close() {
                    // rows in memory
                }
            };
        }

        @Override
        public void cancel() {
            // ends at once anyway
        }

        @Override
        public Optional<Progress> progress() {
            return Optional.empty();
        }

        @Override
        public String description() {
            return "folded rows";
        }

        @Override
        public void close() {
            // rows in memory
        }
    }
}
