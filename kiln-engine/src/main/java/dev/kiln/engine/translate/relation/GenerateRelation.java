package dev.kiln.engine.translate.relation;

import static dev.kiln.sql.SqlTrees.call;
import static dev.kiln.sql.SqlTrees.choose;
import static dev.kiln.sql.SqlTrees.compare;

import dev.kiln.engine.bridge.GeneratorArray;
import dev.kiln.engine.translate.expression.Columns;
import dev.kiln.engine.translate.expression.Evaluability;
import dev.kiln.engine.translate.expression.ExpressionScope;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Explode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Generator;
import org.apache.spark.sql.catalyst.expressions.GeneratorOuter;
import org.apache.spark.sql.catalyst.expressions.Inline;
import org.apache.spark.sql.catalyst.expressions.PosExplode;
import org.apache.spark.sql.catalyst.expressions.UserDefinedGenerator;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.MapType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows out of values: a generator becomes a list, which DuckDB unnests beside the columns of the input; the columns of
 * the generator are then taken out of the elements.
 */
final class GenerateRelation implements RelationTranslator<Generate> {
    private static final String ELEMENT = "element";
    private static final String POSITION = "position";
    private static final SqlType POSITIONS = new SqlType.ListType(PrimitiveType.BIGINT);

    @Override
    public QueryBlock translate(Generate plan, PlanScope scope) {
        PlanInput input = scope.input(plan.child());
        Generator generator = plan.generator();
        boolean outer = plan.outer();
        if (generator instanceof GeneratorOuter wrapper) {
            generator = wrapper.child();
            outer = true;
        }
        Optional<String> obstacle = generator instanceof UserDefinedGenerator
                ? Optional.of("The generator runs code that is not Spark's own.")
                : Evaluability.obstacle((Expression) generator);
        if (obstacle.isPresent()) {
            scope.assembly().refuse("generator." + ((Expression) generator).prettyName(), obstacle.get());
            return scope.empty(plan.output());
        }
        SqlExpr list = list(generator, scope.expressions(input));
        return unnest(plan, generator, list, outer, input, scope);
    }

    private static SqlExpr list(Generator generator, ExpressionScope scope) {
        if (generator instanceof Inline inline) {
            return scope.translate(inline.child());
        }
        Optional<Expression> collection = collection(generator);
        if (collection.isPresent() && collection.get().dataType() instanceof ArrayType) {
            return scope.translate(collection.get());
        }
        if (collection.isPresent() && collection.get().dataType() instanceof MapType type) {
            SqlType entry = new SqlType.StructType(List.of(
                    new SqlType.Field("key", TypeMapping.of(type.keyType())),
                    new SqlType.Field("value", TypeMapping.of(type.valueType()))));
            return call(new SqlType.ListType(entry), "map_entries", scope.translate(collection.get()));
        }
        return scope.bridge(new GeneratorArray(generator));
    }

    private static Optional<Expression> collection(Generator generator) {
        if (generator instanceof Explode explode) {
            return Optional.of(explode.child());
        }
        return generator instanceof PosExplode explode ? Optional.of(explode.child()) : Optional.empty();
    }

    private static QueryBlock unnest(
            Generate plan, Generator generator, SqlExpr list, boolean outer, PlanInput input, PlanScope scope) {
        SqlType element = ((SqlType.ListType) list.type()).element();
        SqlExpr length = call(PrimitiveType.BIGINT, "len", list);
        SqlExpr hasRows = compare(BinaryOperator.GREATER, length, Literal.bigint(0));
        SqlExpr elements = outer ? choose(hasRows, list, none(list.type(), element)) : list;
        List<SelectItem> items = new ArrayList<>(input.items(plan.requiredChildOutput()));
        items.add(new SelectItem(call(element, "unnest", elements), ELEMENT));
        boolean numbered = generator instanceof PosExplode;
        if (numbered) {
            SqlExpr range = call(POSITIONS, "range", length);
            SqlExpr positions = outer ? choose(hasRows, range, none(POSITIONS, PrimitiveType.BIGINT)) : range;
            items.add(new SelectItem(call(PrimitiveType.BIGINT, "unnest", positions), POSITION));
        }
        QueryBlock inner = input.select(items);
        String alias = scope.assembly().newAlias();
        Map<Long, SqlExpr> columns = new LinkedHashMap<>();
        for (Attribute attribute : CollectionConverters.asJava(plan.requiredChildOutput())) {
            SqlType type = input.column(attribute.exprId()).type();
            columns.put(attribute.exprId().id(), column(alias, Columns.name(attribute.exprId()), type));
        }
        PlanInput unnested =
                new PlanInput(Optional.of(new FromItem.Subquery(inner, new FromItem.Alias(alias))), List.of(), columns);
        List<SelectItem> result = new ArrayList<>(unnested.items(plan.requiredChildOutput()));
        result.addAll(generated(plan, numbered, element, generator, alias));
        return unnested.select(result);
    }

    private static List<SelectItem> generated(
            Generate plan, boolean numbered, SqlType element, Generator generator, String alias) {
        List<Attribute> output = CollectionConverters.asJava(plan.generatorOutput());
        boolean whole = collection(generator)
                .filter(child -> child.dataType() instanceof ArrayType)
                .isPresent();
        List<SelectItem> items = new ArrayList<>();
        SqlExpr value = column(alias, ELEMENT, element);
        for (int i = 0; i < output.size(); i++) {
            SqlExpr column;
            int field = numbered ? i - 1 : i;
            if (field < 0) {
                column = ExpressionScope.cast(column(alias, POSITION, PrimitiveType.BIGINT), PrimitiveType.INTEGER);
            } else if (whole) {
                column = value;
            } else {
                SqlType.Field source = ((SqlType.StructType) element).fields().get(field);
                column = call(source.type(), "struct_extract", value, Literal.string(source.name()));
            }
            items.add(new SelectItem(column, Columns.name(output.get(i).exprId())));
        }
        return items;
    }

    private static SqlExpr none(SqlType list, SqlType element) {
        return new SqlExpr.Cast(new SqlExpr.Call("list_value", List.of(new SqlExpr.Null(element)), list), list);
    }

    private static SqlExpr column(String alias, String name, SqlType type) {
        return new SqlExpr.ColumnRef(Optional.of(alias), name, type);
    }
}
