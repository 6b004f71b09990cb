package dev.kiln.engine.tables;

import dev.kiln.engine.interop.Rewrite;
import dev.kiln.engine.interop.Seqs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.RaiseError;
import org.apache.spark.sql.catalyst.expressions.RowFrame$;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.UnboundedFollowing$;
import org.apache.spark.sql.catalyst.expressions.UnboundedPreceding$;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeRows;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes the operator that decides what MERGE does with a row by operators that DuckDB has. Each row gets the number of the
 * output that it is to become, or none; a row that becomes two is doubled; then each column is chosen by that number.
 */
final class MergedRows {
    private static final String CONDITION = "MERGE_CARDINALITY_VIOLATION";

    private final MergeRows plan;
    private final List<Seq<Expression>> outputs = new ArrayList<>();
    /** Numbers of outputs that have the next one as their companion. */
    private final Set<Integer> doubled = new HashSet<>();

    private MergedRows(MergeRows plan) {
        this.plan = plan;
    }

    /** A plan without such operators. */
    static LogicalPlan rewrite(LogicalPlan plan) {
        return plan.transformUp(Rewrite.of(MergeRows.class, merge -> new MergedRows(merge).rewritten()));
    }

    private LogicalPlan rewritten() {
        LogicalPlan input = plan.checkCardinality() ? counted() : plan.child();
        Expression matches = new And(plan.isSourceRowPresent(), plan.isTargetRowPresent());
        List<Tuple2<Expression, Expression>> branches = new ArrayList<>();
        if (plan.checkCardinality()) {
            Expression rows = last(input.output());
            branches.add(new Tuple2<>(
                    new And(matches, new GreaterThan(rows, literal(1L, DataTypes.LongType))), violation()));
        }
        branches.add(new Tuple2<>(matches, choice(plan.matchedInstructions())));
        branches.add(new Tuple2<>(plan.isSourceRowPresent(), choice(plan.notMatchedInstructions())));
        branches.add(new Tuple2<>(plan.isTargetRowPresent(), choice(plan.notMatchedBySourceInstructions())));
        Alias number = named(new CaseWhen(seq(branches), Option.empty()), "__output");
        LogicalPlan numbered = new Project(with(input.output(), number), input);
        Attribute chosen = number.toAttribute();
        LogicalPlan rows = new Filter(new IsNotNull(chosen), numbered);
        if (!doubled.isEmpty()) {
            rows = withCompanions(rows, chosen);
            chosen = last(rows.output());
            rows = new Filter(new IsNotNull(chosen), rows);
        }
        List<NamedExpression> columns = new ArrayList<>();
        List<Attribute> attributes = CollectionConverters.asJava(plan.output());
        for (int i = 0; i < attributes.size(); i++) {
            columns.add(named(column(i, chosen), attributes.get(i)));
        }
        return new Project(seq(columns), rows);
    }

    /** With the number of rows, as the last column, that each row of the target has met. */
    private LogicalPlan counted() {
        Attribute rowId = CollectionConverters.asJava(plan.child().output()).stream()
                .filter(column -> column.name().equalsIgnoreCase(MergeRows.ROW_ID()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a merge without ids of the target's rows"));
        WindowSpecDefinition rowsOfOne = new WindowSpecDefinition(
                Seqs.of(rowId),
                Seqs.empty(),
                new SpecifiedWindowFrame(RowFrame$.MODULE$, UnboundedPreceding$.MODULE$, UnboundedFollowing$.MODULE$));
        Expression count = new Count(Seqs.of(literal(1, DataTypes.IntegerType))).toAggregateExpression();
        return new Window(
                Seqs.of(named(new WindowExpression(count, rowsOfOne), "__rows")),
                Seqs.of(rowId),
                Seqs.empty(),
                plan.child(),
                Option.empty());
    }

    private static Expression violation() {
        Expression parameters = new Literal(
                new ArrayBasedMapData(new GenericArrayData(new Object[0]), new GenericArrayData(new Object[0])),
                new MapType(DataTypes.StringType, DataTypes.StringType, false));
        return new RaiseError(
                new Literal(UTF8String.fromString(CONDITION), DataTypes.StringType), parameters, DataTypes.IntegerType);
    }

    /** The number of the output of the first instruction whose condition holds; null if the row is left out. */
    private Expression choice(Seq<MergeRows.Instruction> instructions) {
        List<Tuple2<Expression, Expression>> branches = new ArrayList<>();
        for (MergeRows.Instruction instruction : CollectionConverters.asJava(instructions)) {
            branches.add(new Tuple2<>(instruction.condition(), number(instruction)));
        }
        return branches.isEmpty() ? none() : new CaseWhen(seq(branches), Option.empty());
    }

    private Expression number(MergeRows.Instruction instruction) {
        if (instruction instanceof MergeRows.Discard) {
            return none();
        }
        int number = outputs.size();
        outputs.addAll(CollectionConverters.asJava(instruction.outputs()));
        if (outputs.size() - number == 2) {
            doubled.add(number);
        }
        return literal(number, DataTypes.IntegerType);
    }

    private static Expression literal(Object value, DataType type) {
        return new Literal(value, type);
    }

    private static Expression none() {
        return new Literal(null, DataTypes.IntegerType);
    }

    private LogicalPlan withCompanions(LogicalPlan rows, Attribute chosen) {
        List<Tuple2<Expression, Expression>> companions = new ArrayList<>();
        doubled.forEach(number -> companions.add(new Tuple2<>(
                new EqualTo(chosen, literal(number, DataTypes.IntegerType)),
                literal(number + 1, DataTypes.IntegerType))));
        Attribute either = new AttributeReference(
                "__output",
                DataTypes.IntegerType,
                true,
                Metadata.empty(),
                NamedExpression$.MODULE$.newExprId(),
                Seqs.empty());
        List<Expression> first = new ArrayList<>(CollectionConverters.asJava(rows.output()));
        List<Expression> second = new ArrayList<>(first);
        first.add(chosen);
        second.add(new CaseWhen(seq(companions), Option.empty()));
        List<Attribute> output = new ArrayList<>(CollectionConverters.asJava(rows.output()));
        output.add(either);
        return new Expand(seq(List.of(seq(first), seq(second))), seq(output), rows);
    }

    /** One column of the output, by the number of the output. */
    private Expression column(int position, Attribute chosen) {
        List<Tuple2<Expression, Expression>> branches = new ArrayList<>();
        for (int number = 0; number < outputs.size(); number++) {
            Expression value = outputs.get(number).apply(position);
            branches.add(new Tuple2<>(new EqualTo(chosen, literal(number, DataTypes.IntegerType)), value));
        }
        if (branches.isEmpty()) {
            Attribute attribute = plan.output().apply(position);
            return new Literal(null, attribute.dataType());
        }
        Expression otherwise = branches.remove(branches.size() - 1)._2();
        return branches.isEmpty() ? otherwise : new CaseWhen(seq(branches), Option.apply(otherwise));
    }

    private static Alias named(Expression value, String name) {
        return new Alias(value, name, NamedExpression$.MODULE$.newExprId(), Seqs.empty(), Option.empty(), Seqs.empty());
    }

    private static NamedExpression named(Expression value, Attribute attribute) {
        return new Alias(
                value,
                attribute.name(),
                attribute.exprId(),
                attribute.qualifier(),
                Option.apply(attribute.metadata()),
                Seqs.empty());
    }

    private static Attribute last(Seq<Attribute> output) {
        return output.last();
    }

    private static Seq<NamedExpression> with(Seq<Attribute> columns, NamedExpression more) {
        List<NamedExpression> all = new ArrayList<>(CollectionConverters.asJava(columns));
        all.add(more);
        return seq(all);
    }

    private static <T> Seq<T> seq(List<T> elements) {
        return CollectionConverters.asScala(elements).toSeq();
    }
}
