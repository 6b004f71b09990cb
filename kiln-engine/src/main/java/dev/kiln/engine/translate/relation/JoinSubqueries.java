package dev.kiln.engine.translate.relation;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.errors.QueryCompilationErrors;
import org.apache.spark.sql.internal.SQLConf;
import scala.jdk.javaapi.CollectionConverters;

/** What Spark makes of queries inside the condition of a join: it says so only when it optimises. */
final class JoinSubqueries {
    private JoinSubqueries() {}

    /** Fails as Spark does if a predicate with a query in it looks at both sides of the join. */
    static void check(Join join, PlanScope scope) {
        SQLConf conf = scope.assembly().options().conf();
        if (join.condition().isEmpty()
                || !(Boolean) conf.getConf(SQLConf.DECORRELATE_PREDICATE_SUBQUERIES_IN_JOIN_CONDITION())) {
            return;
        }
        boolean uncorrelatedToo =
                (Boolean) conf.getConf(SQLConf.OPTIMIZE_UNCORRELATED_IN_SUBQUERIES_IN_JOIN_CONDITION());
        List<Expression> ofBothSides = new ArrayList<>();
        join.condition().get().foreach(part -> {
            boolean rewritten = part instanceof Exists exists && exists.isCorrelated()
                    || part instanceof InSubquery in
                            && (uncorrelatedToo || in.query().isCorrelated());
            if (rewritten
                    && sees(part, join.left().outputSet())
                    && sees(part, join.right().outputSet())) {
                ofBothSides.add(part);
            }
            return null;
        });
        if (!ofBothSides.isEmpty()) {
            throw JoinSubqueries.<RuntimeException>raised(
                    QueryCompilationErrors.unsupportedCorrelatedSubqueryInJoinConditionError(
                            CollectionConverters.asScala(ofBothSides).toList()));
        }
        boolean literally = conf.legacyNullInEmptyBehavior() && !uncorrelatedToo;
        if (literally && join.condition().get().exists(InSubquery.class::isInstance)) {
            scope.assembly()
                    .refuse(
                            "setting."
                                    + SQLConf.LEGACY_NULL_IN_EMPTY_LIST_BEHAVIOR()
                                            .key(),
                            "IN with a query in the condition of a join as "
                                    + SQLConf.LEGACY_NULL_IN_EMPTY_LIST_BEHAVIOR()
                                            .key() + " wants it.");
        }
    }

    private static boolean sees(Expression predicate, AttributeSet side) {
        return !predicate.references().intersect(side).isEmpty();
    }

    /** Spark's exceptions of analysis are checked ones, but not for Scala. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T raised(Throwable error) throws T {
        throw (T) error;
    }
}
