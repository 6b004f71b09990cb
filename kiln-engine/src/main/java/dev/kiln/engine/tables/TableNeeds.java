package dev.kiln.engine.tables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Strategy$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a plan needs of the tables in it: which columns, and which rows at most. Found by Spark's own rules on the plan,
 * whose result is used for nothing else.
 */
final class TableNeeds {
    private final Map<List<Long>, Need> needs = new HashMap<>();
    private final Map<List<Long>, Integer> occurrences = new HashMap<>();

    private static final class Need {
        private final Set<Long> columns = new HashSet<>();
        private final List<Expression> conditions = new ArrayList<>();
        private int readers;
    }

    private TableNeeds() {}

    static TableNeeds of(LogicalPlan plan) {
        TableNeeds found = new TableNeeds();
        plan.foreach(node -> {
            if (node instanceof DataSourceV2Relation table) {
                found.occurrences.merge(key(table), 1, Integer::sum);
            }
            return null;
        });
        found.collect(PushDownRules.pushedDown(plan));
        return found;
    }

    private void collect(LogicalPlan plan) {
        LogicalPlan below = plan;
        List<Expression> conditions = new ArrayList<>();
        AttributeSet used = below.references();
        boolean chooses = false;
        while (below instanceof Filter || below instanceof Project) {
            used = used.$plus$plus(below.references());
            chooses |= below instanceof Project;
            if (below instanceof Filter filter) {
                conditions.addAll(TableScans.conjuncts(filter.condition()));
            }
            below = below.children().head();
        }
        if (below instanceof DataSourceV2Relation table) {
            note(table, conditions, chooses ? used : table.outputSet());
        } else {
            CollectionConverters.asJava(below.children()).forEach(this::collect);
        }
    }

    private void note(DataSourceV2Relation table, List<Expression> conditions, AttributeSet used) {
        Need need = needs.computeIfAbsent(key(table), unknown -> new Need());
        need.readers++;
        CollectionConverters.asJava(table.output()).stream()
                .filter(used::contains)
                .forEach(column -> need.columns.add(column.exprId().id()));
        for (Expression condition : conditions) {
            if (condition.deterministic()
                    && condition.references().subsetOf(table.outputSet())
                    && DataSourceV2Strategy$.MODULE$
                            .translateFilterV2(condition)
                            .isDefined()) {
                need.conditions.add(condition);
            }
        }
    }

    /** Conditions that all rows fulfil which the plan looks at, in terms of the table's columns. */
    List<Expression> conditions(DataSourceV2Relation table) {
        Need need = needs.get(key(table));
        boolean isOnlyReader = need != null && need.readers == 1 && occurrences.getOrDefault(key(table), 0) == 1;
        return isOnlyReader ? List.copyOf(need.conditions) : List.of();
    }

    boolean needs(DataSourceV2Relation table, Attribute column) {
        Need need = needs.get(key(table));
        return need != null && need.columns.contains(column.exprId().id());
    }

    private static List<Long> key(DataSourceV2Relation table) {
        return CollectionConverters.asJava(table.output()).stream()
                .map(column -> column.exprId().id())
                .toList();
    }
}
