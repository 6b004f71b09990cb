package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.ScanTranslator;
import dev.kiln.engine.translate.expression.AttributeRule;
import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.expression.LeafRule;
import dev.kiln.engine.translate.expression.QueryAssembly;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Where plans are translated: what the translation gathers, and the columns of the queries around. */
final class PlanScope {
    private final QueryAssembly assembly;
    private final List<ScanTranslator> scans;
    private final Columns outer;
    private final RelationRegistry registry = RelationRegistry.standard();

    PlanScope(QueryAssembly assembly, List<ScanTranslator> scans, Columns outer) {
        this.assembly = assembly;
        this.scans = List.copyOf(scans);
        this.outer = outer;
    }

    QueryAssembly assembly() {
        return assembly;
    }

    List<ScanTranslator> scans() {
        return scans;
    }

    /** The scope of a query inside an expression or a lateral join, which sees these columns. */
    PlanScope inner(Columns visible) {
        return new PlanScope(assembly, scans, visible.inner());
    }

    QueryBlock translate(LogicalPlan plan) {
        return registry.translate(plan, this);
    }

    /** The rows of a plan, to build a block over. */
    PlanInput input(LogicalPlan plan) {
        return PlanInput.of(translate(plan), assembly.newAlias());
    }

    /** The rows of a plan as one item. */
    PlanInput item(LogicalPlan plan) {
        return PlanInput.item(translate(plan), assembly.newAlias());
    }

    /** Where expressions over an input are translated; more rules come before the usual ones. */
    ExpressionScope expressions(PlanInput input, LeafRule... more) {
        return expressions(input.columns(), more);
    }

    ExpressionScope expressions(Map<Long, SqlExpr> columns, LeafRule... more) {
        List<LeafRule> rules = new ArrayList<>(List.of(more));
        rules.add(new AttributeRule());
        rules.add(new OuterReferenceRule());
        rules.add(new SubqueryRule(this));
        return new ExpressionScope(assembly, outer.with(columns), rules);
    }

    /** A query of the plan's columns by position, attributes that occur twice included. */
    QueryBlock positional(LogicalPlan plan, List<String> names) {
        return positional(translate(plan), plan.output(), names);
    }

    /** Only names change, so all clauses of the block stay what they are. */
    QueryBlock positional(QueryBlock block, Seq<Attribute> output, List<String> names) {
        Map<String, SqlExpr> values = new HashMap<>();
        block.select().forEach(item -> values.put(item.alias(), item.value()));
        List<SelectItem> items = new ArrayList<>();
        List<Attribute> attributes = CollectionConverters.asJava(output);
        for (int i = 0; i < names.size(); i++) {
            Attribute attribute = attributes.get(i);
            SqlExpr value = values.get(Columns.name(attribute.exprId()));
            items.add(new SelectItem(ExpressionScope.exactly(value, attribute.dataType()), names.get(i)));
        }
        return items.isEmpty() ? block : block.withSelect(items);
    }

    /** A block of attributes over an item whose columns are the attributes in order. */
    QueryBlock over(FromItem item, String alias, List<String> names, Seq<Attribute> output) {
        Map<Long, SqlExpr> columns = new LinkedHashMap<>();
        int position = 0;
        for (Attribute attribute : CollectionConverters.asJava(output)) {
            columns.putIfAbsent(
                    attribute.exprId().id(),
                    new SqlExpr.ColumnRef(Optional.of(alias), names.get(position), carrier(attribute)));
            position++;
        }
        return new PlanInput(Optional.of(item), List.of(), columns).pass(output);
    }

    /** A block of attributes over an item whose columns have the attributes' names. */
    QueryBlock named(FromItem item, String alias, Seq<Attribute> output) {
        List<String> names = CollectionConverters.asJava(output).stream()
                .map(attribute -> Columns.name(attribute.exprId()))
                .toList();
        return over(item, alias, names, output);
    }

    /** The carrier of an attribute; a type without one is noted. */
    SqlType carrier(Attribute attribute) {
        Optional<SqlType> carrier = TypeMapping.find(attribute.dataType());
        if (carrier.isEmpty()) {
            assembly.refuse(
                    "type." + attribute.dataType().typeName(),
                    "Values of type " + attribute.dataType().sql() + " cannot be carried.");
        }
        return carrier.orElse(PrimitiveType.INTEGER);
    }

    /** A relation without rows. */
    QueryBlock empty(Seq<Attribute> output) {
        List<SelectItem> items = new ArrayList<>();
        for (Attribute attribute : CollectionConverters.asJava(output)) {
            items.add(new SelectItem(new SqlExpr.Null(carrier(attribute)), Columns.name(attribute.exprId())));
        }
        return new PlanInput(Optional.empty(), List.of(dev.kiln.sql.Literal.bool(false)), Map.of()).select(items);
    }

    /** Names of columns by position. */
    static List<String> positions(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("k" + i);
        }
        return names;
    }
}
