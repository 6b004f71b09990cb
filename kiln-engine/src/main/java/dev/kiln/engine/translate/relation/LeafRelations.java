package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.LocalRows;
import dev.kiln.engine.translate.expression.Literals;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.SqlQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.CommandResult;
import org.apache.spark.sql.catalyst.plans.logical.EmptyRelation;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Relations whose rows are known or computed. */
final class LeafRelations {
    /** Local relations with more values than this are read as rows instead of being written out. */
    private static final int MAX_VALUES = 500;

    private LeafRelations() {}

    static void register(RelationRegistry.Builder builder) {
        builder.add(OneRowRelation.class, (plan, scope) -> new PlanInput(Optional.empty(), List.of(), Map.of())
                .select(List.of()));
        builder.add(LocalRelation.class, (plan, scope) -> rows(plan.data(), plan.output(), scope));
        builder.add(CommandResult.class, (plan, scope) -> rows(plan.rows(), plan.output(), scope));
        builder.add(EmptyRelation.class, (plan, scope) -> scope.empty(plan.output()));
        builder.add(Range.class, LeafRelations::range);
    }

    private static QueryBlock range(Range plan, PlanScope scope) {
        String alias = scope.assembly().newAlias();
        List<String> names = PlanScope.positions(1);
        FromItem item = new FromItem.TableFunction(
                "range",
                List.of(Literal.bigint(plan.start()), Literal.bigint(plan.end()), Literal.bigint(plan.step())),
                new FromItem.Alias(alias, names));
        return scope.over(item, alias, names, plan.output());
    }

    private static QueryBlock rows(Seq<InternalRow> rows, Seq<Attribute> output, PlanScope scope) {
        if (rows.isEmpty()) {
            return scope.empty(output);
        }
        String alias = scope.assembly().newAlias();
        Optional<SqlQuery> values =
                output.isEmpty() || rows.size() * output.size() > MAX_VALUES ? Optional.empty() : values(rows, output);
        if (values.isEmpty()) {
            List<InternalRow> all = CollectionConverters.asJava(rows);
            return ScanRelation.rows(new LocalRows(all, schema(output)), output, alias, scope);
        }
        List<String> names = PlanScope.positions(output.size());
        return scope.over(new FromItem.Subquery(values.get(), new FromItem.Alias(alias, names)), alias, names, output);
    }

    private static StructType schema(Seq<Attribute> output) {
        List<StructField> fields = new ArrayList<>();
        for (Attribute attribute : CollectionConverters.asJava(output)) {
            fields.add(new StructField(
                    attribute.name(), attribute.dataType(), attribute.nullable(), attribute.metadata()));
        }
        return new StructType(fields.toArray(StructField[]::new));
    }

    private static Optional<SqlQuery> values(Seq<InternalRow> rows, Seq<Attribute> output) {
        List<DataType> types = CollectionConverters.asJava(output).stream()
                .map(Attribute::dataType)
                .toList();
        List<List<SqlExpr>> all = new ArrayList<>();
        for (InternalRow row : CollectionConverters.asJava(rows)) {
            List<SqlExpr> values = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                Optional<SqlExpr> value =
                        Literals.translate(row.isNullAt(i) ? null : row.get(i, types.get(i)), types.get(i));
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                values.add(value.get());
            }
            all.add(values);
        }
        return Optional.of(new SqlQuery.Values(all));
    }
}
