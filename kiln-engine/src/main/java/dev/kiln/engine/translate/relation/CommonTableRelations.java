package dev.kiln.engine.translate.relation;

import dev.kiln.sql.FromItem;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlQuery;
import dev.kiln.sql.SqlQuery.CommonTable;
import dev.kiln.sql.SqlQuery.Materialization;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import scala.jdk.javaapi.CollectionConverters;

/** Named queries. Their columns are named by position, because each reader has expression ids of its own. */
final class CommonTableRelations {
    private CommonTableRelations() {}

    static void register(RelationRegistry.Builder builder) {
        builder.add(WithCTE.class, CommonTableRelations::with);
        builder.add(CTERelationRef.class, CommonTableRelations::reference);
        builder.add(CTERelationDef.class, (plan, scope) -> scope.translate(plan.child()));
    }

    private static String name(long id) {
        return "cte" + id;
    }

    private static QueryBlock with(WithCTE plan, PlanScope scope) {
        List<CommonTable> tables = new ArrayList<>();
        for (CTERelationDef definition : CollectionConverters.asJava(plan.cteDefs())) {
            List<String> names = columns(definition);
            tables.add(new CommonTable(
                    name(definition.id()),
                    names,
                    materialization(definition, plan),
                    scope.positional(
                            definition.child(),
                            PlanScope.positions(definition.output().size()))));
        }
        QueryBlock body = scope.translate(plan.plan());
        String alias = scope.assembly().newAlias();
        List<String> names = body.select().stream().map(SelectItem::alias).toList();
        SqlQuery query = new SqlQuery.With(SqlQuery.Recursion.NONE, tables, body);
        FromItem item = new FromItem.Subquery(query, new FromItem.Alias(alias, names));
        return scope.named(item, alias, plan.output());
    }

    /** All readers of random rows see the same ones; a single reader may stop before it has seen all. */
    private static Materialization materialization(CTERelationDef definition, WithCTE plan) {
        int[] readers = new int[1];
        plan.foreachWithSubqueries(node -> {
            if (node instanceof CTERelationRef reference && reference.cteId() == definition.id()) {
                readers[0]++;
            }
            return null;
        });
        boolean shared = readers[0] > 1 && !definition.deterministic();
        return shared ? Materialization.ALWAYS : Materialization.DEFAULT;
    }

    /** A query without columns still has its placeholder. */
    private static List<String> columns(LogicalPlan plan) {
        return plan.output().isEmpty()
                ? List.of(PlanInput.NO_COLUMN)
                : PlanScope.positions(plan.output().size());
    }

    private static QueryBlock reference(CTERelationRef plan, PlanScope scope) {
        String alias = scope.assembly().newAlias();
        FromItem item = new FromItem.Table(List.of(name(plan.cteId())), new FromItem.Alias(alias));
        return scope.over(item, alias, PlanScope.positions(plan.output().size()), plan.output());
    }
}
