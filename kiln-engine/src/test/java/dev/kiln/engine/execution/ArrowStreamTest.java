package dev.kiln.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kiln.engine.execution.arrow.ArrowSettings;
import dev.kiln.engine.translate.TextRule;
import dev.kiln.engine.translate.TranslatedQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.sql.util.ArrowUtils;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results as Arrow batches, read back with Arrow's own reader and Spark's view of its vectors. */
class ArrowStreamTest {
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

    /** A batch as a reader sees it. */
    private record Batch(Schema schema, long declaredRows, List<List<String>> rows, int bytes) {}

    private List<Batch> stream(RowList source, ArrowSettings settings) {
        var query = Fixture.scan(source);
        List<Batch> batches = new ArrayList<>();
        try (DuckDbQuery running = fixture.query(query, strictness -> query, settings)) {
            running.stream((bytes, rows) -> batches.add(read(bytes, rows, source.schema())));
        }
        return batches;
    }

    private static Batch read(ByteString bytes, long declaredRows, StructType schema) {
        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(bytes.newInput(), allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            var root = reader.getVectorSchemaRoot();
            ColumnVector[] columns =
                    root.getFieldVectors().stream().map(ArrowColumnVector::new).toArray(ColumnVector[]::new);
            ColumnarBatch batch = new ColumnarBatch(columns, root.getRowCount());
            List<List<String>> rows = new ArrayList<>();
            batch.rowIterator().forEachRemaining(row -> rows.add(ValueText.of(row, schema)));
            Schema read = root.getSchema();
            assertThat(reader.loadNextBatch()).as("one batch per stream").isFalse();
            return new Batch(read, declaredRows, rows, bytes.size());
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static List<InternalRow> rows(StructType schema, int count) {
        RandomValues values = new RandomValues(11);
        return Stream.generate(() -> values.row(schema)).limit(count).toList();
    }

    static Stream<StructType> schemas() {
        return Stream.of(
                CarriedTypes.simple(CarriedTypes.READABLE),
                CarriedTypes.nested(CarriedTypes.READABLE),
                new StructType()
                        .add("same", DataTypes.IntegerType, false)
                        .add("same", DataTypes.StringType)
                        .add("s", new StructType().add("same", DataTypes.LongType, false), false));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void carriesEveryTypeWithSparksSchema(StructType schema) {
        List<InternalRow> rows = rows(schema, 2_500);
        List<Batch> batches = stream(RowList.of(schema, rows), Fixture.arrow(1_000, 64 << 20));

        assertThat(batches).extracting(batch -> batch.rows().size()).containsExactly(1_000, 1_000, 500);
        assertThat(batches).allSatisfy(batch -> {
            assertThat(batch.declaredRows()).isEqualTo(batch.rows().size());
            assertThat(batch.schema()).isEqualTo(ArrowUtils.toArrowSchema(schema, "America/Los_Angeles", false, false));
        });
        List<List<String>> expected = Fixture.texts(rows, schema);
        List<List<String>> actual =
                batches.stream().flatMap(batch -> batch.rows().stream()).toList();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("row %s", i).isEqualTo(expected.get(i));
        }
    }

    @Test
    void sendsOneEmptyBatchForNoRows() {
        List<Batch> batches = stream(
                RowList.of(CarriedTypes.nested(CarriedTypes.READABLE), List.of()), Fixture.arrow(1_000, 64 << 20));

        assertThat(batches).hasSize(1);
        assertThat(batches.get(0).rows()).isEmpty();
        assertThat(batches.get(0).declaredRows()).isZero();
    }

    @Test
    void keepsTheRowCountWithoutColumns() {
        StructType none = new StructType();
        var scan = Fixture.scan(RowList.of(
                new StructType().add("x", DataTypes.IntegerType), rows(CarriedTypes.simple(CarriedTypes.READABLE), 1)));
        var query = new TranslatedQuery(scan.sql(), none, List.of(), scan.sources(), TextRule.ANY_BYTES);
        List<Batch> batches = new ArrayList<>();
        try (DuckDbQuery running = fixture.query(query)) {
            running.stream((bytes, rows) -> batches.add(read(bytes, rows, none)));
        }

        assertThat(batches).hasSize(1);
        assertThat(batches.get(0).rows()).hasSize(1);
        assertThat(batches.get(0).schema().getFields()).isEmpty();
    }

    @Test
    void cutsBatchesBySize() {
        StructType schema = new StructType().add("text", DataTypes.StringType);
        InternalRow row = new GenericInternalRow(new Object[] {UTF8String.fromString("x".repeat(10_000))});
        List<InternalRow> rows = Stream.generate(() -> row).limit(300).toList();
        List<Batch> batches = stream(RowList.of(schema, rows), Fixture.arrow(10_000, 100_000));

        assertThat(batches).allSatisfy(batch -> assertThat(batch.bytes()).isLessThan(110_000));
        assertThat(batches.stream().mapToLong(Batch::declaredRows).sum()).isEqualTo(300);
    }

    @Test
    void sendsRowsThatAreLargerThanABatch() {
        StructType schema = new StructType().add("text", DataTypes.StringType);
        InternalRow row = new GenericInternalRow(new Object[] {UTF8String.fromString("x".repeat(10_000))});

        assertThat(stream(RowList.of(schema, List.of(row, row)), Fixture.arrow(10_000, 100)))
                .extracting(Batch::declaredRows)
                .containsExactly(1L, 1L);
    }

    @Test
    void writesTimesAndIntervalsAsNanoseconds() throws IOException {
        StructType schema = new StructType().add("t", new TimeType(6)).add("i", DataTypes.CalendarIntervalType);
        Object[] values = {86_399_999_999_000L, new CalendarInterval(-13, 40, -5_000_001)};
        RowList source = RowList.of(schema, List.of(new GenericInternalRow(values)));
        List<ByteString> sent = new ArrayList<>();
        try (DuckDbQuery running = fixture.query(Fixture.scan(source))) {
            running.stream((bytes, rows) -> sent.add(bytes));
        }

        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(sent.get(0).newInput(), allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(reader.getVectorSchemaRoot().getSchema())
                    .isEqualTo(ArrowUtils.toArrowSchema(schema, "UTC", false, false));
            assertThat(((TimeNanoVector) reader.getVectorSchemaRoot().getVector(0)).get(0))
                    .isEqualTo(86_399_999_999_000L);
            assertThat(((IntervalMonthDayNanoVector)
                                    reader.getVectorSchemaRoot().getVector(1))
                            .getObject(0))
                    .isEqualTo(new PeriodDuration(Period.of(0, -13, 40), Duration.ofNanos(-5_000_001_000L)));
        }
    }

    @Test
    void widensOffsetsOnRequest() {
        StructType schema = new StructType().add("t", DataTypes.StringType).add("b", DataTypes.BinaryType);
        List<InternalRow> rows = rows(schema, 100);
        List<Batch> batches = stream(RowList.of(schema, rows), new ArrowSettings("UTC", 10_000, 1 << 20, true));

        assertThat(batches.get(0).schema()).isEqualTo(ArrowUtils.toArrowSchema(schema, "UTC", false, true));
        assertThat(batches.get(0).rows()).isEqualTo(Fixture.texts(rows, schema));
    }
}
