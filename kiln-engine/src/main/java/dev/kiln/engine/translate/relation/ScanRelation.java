package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.RowSource;
import dev.kiln.engine.translate.ScanTranslator;
import dev.kiln.engine.translate.ScanTranslator.Scan;
import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Relations that others know how to read. */
final class ScanRelation {
    private ScanRelation() {}

    /** Nothing if nobody knows how to read the relation. */
    static Optional<QueryBlock> translate(LogicalPlan leaf, PlanScope scope) {
        String alias = scope.assembly().newAlias();
        for (ScanTranslator translator : scope.scans()) {
            Optional<Scan> scan =
                    translator.translate(leaf, alias, scope.assembly().options());
            if (scan.isPresent()) {
                return Optional.of(translate(scan.get(), leaf, alias, scope));
            }
        }
        return Optional.empty();
    }

    private static QueryBlock translate(Scan scan, LogicalPlan leaf, String alias, PlanScope scope) {
        if (scan instanceof Scan.Native known) {
            List<SelectItem> items = new ArrayList<>();
            List<Attribute> output = CollectionConverters.asJava(leaf.output());
            for (int i = 0; i < output.size(); i++) {
                items.add(new SelectItem(
                        known.columns().get(i), Columns.name(output.get(i).exprId())));
            }
            return new PlanInput(Optional.of(known.item()), List.of(), Map.of()).select(items);
        }
        if (scan instanceof Scan.Rows rows) {
            return rows(rows.source(), leaf.output(), alias, scope);
        }
        Scan.Unreadable unreadable = (Scan.Unreadable) scan;
        scope.assembly().refuse(unreadable.feature(), unreadable.explanation());
        return scope.empty(leaf.output());
    }

    /** Reads a source whose columns are attributes in order. */
    static QueryBlock rows(RowSource source, Seq<Attribute> output, String alias, PlanScope scope) {
        List<String> names = PlanScope.positions(output.size());
        FromItem item = scope.assembly().source(source).scan(new FromItem.Alias(alias, names));
        return scope.over(item, alias, names, output);
    }
}
