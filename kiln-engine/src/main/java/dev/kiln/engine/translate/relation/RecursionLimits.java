package dev.kiln.engine.translate.relation;

import dev.kiln.engine.interop.Rewrite;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnionLoop;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tells loops how many rows their readers want: with LIMIT over it a loop ends when it has as many, and does not fail for
 * having too many. Spark gives each reader a loop of its own; here they share one, which serves the reader that wants most.
 */
final class RecursionLimits {
    private static final int UNLIMITED = -1;

    /** What the readers of a loop want together, by the loop's id; empty if one of them wants no more than is allowed. */
    private final Map<Long, Optional<Integer>> wanted = new HashMap<>();

    private RecursionLimits() {}

    static LogicalPlan apply(LogicalPlan plan) {
        if (!plan.exists(UnionLoop.class::isInstance)) {
            return plan;
        }
        RecursionLimits limits = new RecursionLimits();
        limits.visit(plan, Optional.empty());
        return limits.told(plan);
    }

    private void visit(LogicalPlan plan, Optional<Integer> limit) {
        if (plan instanceof CTERelationRef reader) {
            Optional<Integer> wish = reader.isUnlimitedRecursion() ? Optional.of(UNLIMITED) : limit;
            wanted.merge(reader.cteId(), wish, RecursionLimits::larger);
        }
        Optional<Integer> below = Optional.empty();
        if (plan instanceof GlobalLimit || plan instanceof Project || plan instanceof SubqueryAlias) {
            below = limit;
        } else if (plan instanceof LocalLimit local && local.limitExpr() instanceof Literal literal) {
            below = Optional.of(((Number) literal.value()).intValue());
        }
        for (LogicalPlan child : CollectionConverters.asJava(plan.children())) {
            visit(child, below);
        }
        for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
            expression.foreach(part -> {
                if (part instanceof SubqueryExpression subquery) {
                    visit(subquery.plan(), Optional.empty());
                }
                return null;
            });
        }
    }

    private static Optional<Integer> larger(Optional<Integer> one, Optional<Integer> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        boolean unlimited = one.get() == UNLIMITED || other.get() == UNLIMITED;
        return Optional.of(unlimited ? UNLIMITED : Math.max(one.get(), other.get()));
    }

    private LogicalPlan told(LogicalPlan plan) {
        return plan.transformWithSubqueries(Rewrite.of(UnionLoop.class, this::told));
    }

    private LogicalPlan told(UnionLoop loop) {
        Optional<Integer> limit = wanted.getOrDefault(loop.id(), Optional.empty());
        return limit.isEmpty()
                ? loop
                : loop.copy(
                        loop.id(),
                        loop.anchor(),
                        loop.recursion(),
                        loop.outputAttrIds(),
                        Option.apply(limit.get()),
                        loop.maxDepth());
    }
}
