package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.type.UnsupportedTypeException;
import dev.kiln.sql.QueryBlock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.jdk.javaapi.CollectionConverters;

/** The translators of plans, by the exact class of the plan. Immutable once built. */
final class RelationRegistry {
    private static final RelationRegistry STANDARD = standardEntries();

    private final Map<Class<? extends LogicalPlan>, Entry<?>> entries;

    private RelationRegistry(Map<Class<? extends LogicalPlan>, Entry<?>> entries) {
        this.entries = Map.copyOf(entries);
    }

    private record Entry<P extends LogicalPlan>(Class<P> type, RelationTranslator<P> translator) {
        QueryBlock translate(LogicalPlan plan, PlanScope scope) {
            return translator.translate(type.cast(plan), scope);
        }
    }

    static RelationRegistry standard() {
        return STANDARD;
    }

    private static RelationRegistry standardEntries() {
        Builder builder = new Builder();
        BasicRelations.register(builder);
        LeafRelations.register(builder);
        OrderRelations.register(builder);
        SetRelations.register(builder);
        CommonTableRelations.register(builder);
        RecursiveRelations.register(builder);
        builder.add(org.apache.spark.sql.catalyst.plans.logical.Aggregate.class, new AggregateRelation());
        builder.add(org.apache.spark.sql.catalyst.plans.logical.Join.class, new JoinRelation());
        builder.add(org.apache.spark.sql.catalyst.plans.logical.LateralJoin.class, new LateralJoinRelation());
        builder.add(org.apache.spark.sql.catalyst.plans.logical.Window.class, new WindowRelation());
        builder.add(org.apache.spark.sql.catalyst.plans.logical.Generate.class, new GenerateRelation());
        builder.add(org.apache.spark.sql.catalyst.plans.logical.Expand.class, new ExpandRelation());
        return new RelationRegistry(builder.entries);
    }

    QueryBlock translate(LogicalPlan plan, PlanScope scope) {
        Entry<?> entry = entries.get(plan.getClass());
        try {
            if (entry != null) {
                return entry.translate(plan, scope);
            }
            return ScanRelation.translate(plan, scope).orElseGet(() -> refused(plan, scope));
        } catch (UnsupportedTypeException unsupported) {
            scope.assembly().refuse("type", unsupported.getMessage() + ".");
            return scope.empty(plan.output());
        }
    }

    /** Notes that the plan is not supported, and looks for further reasons below it. */
    private static QueryBlock refused(LogicalPlan plan, PlanScope scope) {
        String explanation = plan.children().isEmpty()
                ? "The relation " + plan.nodeName() + " cannot be read."
                : "The operator " + plan.nodeName() + " is not supported.";
        scope.assembly()
                .refuse("relation." + plan.nodeName().toLowerCase(Locale.ROOT).replace(' ', '_'), explanation);
        CollectionConverters.asJava(plan.children()).forEach(scope::translate);
        return scope.empty(plan.output());
    }

    /** Gathers translators; each class once. */
    static final class Builder {
        private final Map<Class<? extends LogicalPlan>, Entry<?>> entries = new HashMap<>();

        <P extends LogicalPlan> void add(Class<P> type, RelationTranslator<P> translator) {
            if (entries.put(type, new Entry<>(type, translator)) != null) {
                throw new IllegalStateException(type + " is registered twice");
            }
        }
    }
}
