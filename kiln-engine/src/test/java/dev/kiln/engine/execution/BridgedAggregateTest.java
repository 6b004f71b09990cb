package dev.kiln.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.engine.bridge.AggregateOverArray;
import dev.kiln.engine.bridge.GeneratorArray;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.Stack;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.Average;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectList;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.HyperLogLogPlusPlus;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.Percentile;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

class BridgedAggregateTest {
    private static final StructType ELEMENT =
            new StructType().add("n", DataTypes.LongType).add("s", DataTypes.StringType);
    private static final StructType SCHEMA = new StructType().add("rows", new ArrayType(ELEMENT, false));

    private final AttributeReference number = attribute("n", DataTypes.LongType);
    private final AttributeReference text = attribute("s", DataTypes.StringType);

    @TempDir
    Path temporary;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(temporary, 1L << 30);
    }

    @AfterEach
    void close() {
        assertThat(fixture.held()).isZero();
        fixture.close();
    }

    private static AttributeReference attribute(String name, org.apache.spark.sql.types.DataType type) {
        return new AttributeReference(
                name,
                type,
                true,
                Metadata.empty(),
                NamedExpression$.MODULE$.newExprId(),
                CollectionConverters.asScala(List.<String>of()).toList());
    }

    private Expression over(AggregateFunction function) {
        return new AggregateOverArray(
                new BoundReference(0, SCHEMA.fields()[0].dataType(), true), function, List.of(number, text));
    }

    private static Count count(Expression counted) {
        return new Count(CollectionConverters.asScala(List.of(counted)).toSeq());
    }

    private static InternalRow group(Object... numbers) {
        Object[] elements = new Object[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            UTF8String text =
                    numbers[i] == null ? null : UTF8String.fromString("a longer text than twelve " + numbers[i]);
            elements[i] = new GenericInternalRow(new Object[] {numbers[i], text});
        }
        return new GenericInternalRow(new Object[] {new GenericArrayData(elements)});
    }

    @Test
    void computesEveryKindOfAggregate() {
        RowList groups = RowList.of(
                SCHEMA,
                List.of(group(1L, 2L, null, 6L), group(), new GenericInternalRow(new Object[] {null}), group(5L)));
        List<Expression> aggregates = List.of(
                over(new Sum(number)),
                over(new Average(number)),
                over(count(number)),
                over(new Max(text)),
                over(new CollectList(number, 0, 0, true)),
                over(new Percentile(number, Literal$.MODULE$.apply(0.5))),
                over(new HyperLogLogPlusPlus(number)));

        String prefix = "a longer text than twelve ";
        assertThat(fixture.collect(fixture.map(groups, aggregates)))
                .containsExactly(
                        List.of("9", "3.0", "3", prefix + "6", "[1, 2, 6]", "2.0", "3"),
                        List.of("null", "null", "0", "null", "[]", "null", "0"),
                        List.of("null", "null", "0", "null", "[]", "null", "0"),
                        List.of("5", "5.0", "1", prefix + "5", "[5]", "5.0", "1"));
    }

    @Test
    void computesManyGroupsWithoutMixingThem() {
        List<InternalRow> groups = IntStream.range(0, 9_000)
                .mapToObj(i -> group((long) i, i % 3 == 0 ? null : 1L))
                .toList();
        List<List<String>> results = fixture.collect(
                fixture.map(RowList.of(SCHEMA, groups), List.of(over(new Max(number)), over(count(text)))));

        assertThat(results).hasSize(9_000);
        for (int i = 0; i < results.size(); i++) {
            long max = i % 3 == 0 ? i : Math.max(i, 1);
            assertThat(results.get(i)).containsExactly(Long.toString(max), i % 3 == 0 ? "1" : "2");
        }
    }

    @Test
    void turnsGeneratedRowsIntoAnArray() {
        StructType schema = new StructType().add("a", DataTypes.IntegerType).add("b", DataTypes.IntegerType);
        Expression a = new BoundReference(0, DataTypes.IntegerType, true);
        Expression b = new BoundReference(1, DataTypes.IntegerType, true);
        Stack stack = new Stack(CollectionConverters.asScala(List.of(Literal$.MODULE$.apply(2), a, b, b, a))
                .toSeq());
        RowList rows = RowList.of(schema, List.of(new GenericInternalRow(new Object[] {1, null})));

        assertThat(fixture.collect(fixture.map(rows, List.of(new GeneratorArray(stack)))))
                .containsExactly(List.of("[struct[1, null], struct[null, 1]]"));
    }
}
