package dev.kiln.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.analysis.QueryCancelledException;
import dev.kiln.engine.analysis.QueryRows;
import dev.kiln.engine.translate.BridgeSignature;
import dev.kiln.engine.translate.BridgedFunction;
import dev.kiln.engine.translate.RowSource;
import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TextRule;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import dev.kiln.sql.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkArithmeticException;
import org.apache.spark.SparkException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Divide;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.Remainder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;
import scala.collection.Iterator;

/** Errors and interrupts, early and late, through both ways of reading a result. */
@Timeout(120)
class QueryFailureTest {
    private static final StructType NUMBERS = new StructType().add("n", DataTypes.LongType);
    private static final StructType DOUBLES = new StructType().add("d", DataTypes.DoubleType);
    private static final StructType BYTES = new StructType().add("b", DataTypes.BinaryType);
    private static final StructType TEXTS = new StructType().add("t", DataTypes.StringType);
    private static final long LATE = 1_500_000;

    @TempDir
    Path temporary;

    private Fixture fixture;
    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @BeforeEach
    void open() {
        fixture = new Fixture(temporary, 512 << 20);
    }

    @AfterEach
    void close() {
        executor.shutdownNow();
        assertThat(fixture.held()).isZero();
        fixture.close();
    }

    private static SqlExpr.ColumnRef column() {
        return new SqlExpr.ColumnRef("n", PrimitiveType.BIGINT);
    }

    private static FromItem range(long rows) {
        return new FromItem.TableFunction(
                "range", List.of(Literal.bigint(rows)), new FromItem.Alias("r", List.of("n")));
    }

    /** SELECT value FROM range(rows). */
    private static TranslatedQuery numbers(long rows, SqlExpr value) {
        return new TranslatedQuery(
                QueryBlock.of(range(rows), List.of(new SelectItem(value, "n"))),
                NUMBERS,
                List.of(),
                List.of(),
                TextRule.ANY_BYTES);
    }

    /** A number that DuckDB cannot compute for one row of the range. */
    private static SqlExpr failingAt(long row) {
        SqlExpr distance =
                new SqlExpr.Binary(BinaryOperator.SUBTRACT, column(), Literal.bigint(row), PrimitiveType.BIGINT);
        return new SqlExpr.Binary(BinaryOperator.INTEGER_DIVIDE, Literal.bigint(7), distance, PrimitiveType.BIGINT);
    }

    private DuckDbQuery query(TranslatedQuery fast, TranslatedQuery stricter) {
        return fixture.query(fast, strictness -> stricter, Fixture.arrow(10_000, 64 << 20));
    }

    /** 1 / d by Catalyst. */
    private TranslatedQuery quotients(double... values) {
        List<InternalRow> rows = new ArrayList<>();
        for (double value : values) {
            rows.add(new GenericInternalRow(new Object[] {value}));
        }
        Expression quotient =
                new Divide(Literal$.MODULE$.apply(1.0), new BoundReference(0, DataTypes.DoubleType, true));
        return fixture.map(RowList.of(DOUBLES, rows), List.of(quotient));
    }

    @Test
    void throwsTheExceptionOfABridgedExpression() {
        assertThatThrownBy(() -> fixture.collect(quotients(1, 0)))
                .isInstanceOfSatisfying(SparkArithmeticException.class, error -> {
                    assertThat(error.getCondition()).isEqualTo("DIVIDE_BY_ZERO");
                    assertThat(error.getSqlState()).isEqualTo("22012");
                });
    }

    @Test
    void throwsTheExceptionOfARowSource() {
        IllegalStateException broken = new IllegalStateException("broken source");
        RowSource source = new RowSource() {
            @Override
            public StructType schema() {
                return NUMBERS;
            }

            @Override
            public int partitions() {
                return 1;
            }

            @Override
            public long estimatedRows() {
                return -1;
            }

            @Override
            public Iterator<InternalRow> open(int partition, int[] columns) {
                throw broken;
            }
        };
        assertThatThrownBy(() -> fixture.collect(Fixture.scan(source))).isSameAs(broken);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, LATE})
    void repeatsAFailedQueryForSparksError(long failingRow) {
        TranslatedQuery failing = numbers(2 * LATE, failingAt(failingRow));
        TranslatedQuery bridged = quotients(0);
        AtomicLong batches = new AtomicLong();

        try (DuckDbQuery query = query(failing, bridged)) {
            assertThatThrownBy(() -> query.stream((bytes, rows) -> batches.incrementAndGet()))
                    .isInstanceOf(SparkArithmeticException.class);
        }
        assertThat(batches.get() > 0).as("rows before the failure").isEqualTo(failingRow == LATE);
        try (DuckDbQuery query = query(failing, bridged)) {
            assertThatThrownBy(() -> drain(query)).isInstanceOf(SparkArithmeticException.class);
        }
    }

    private static long drain(DuckDbQuery query) {
        long count = 0;
        try (QueryRows rows = query.rows()) {
            while (rows.hasNext()) {
                rows.next();
                count++;
            }
        }
        return count;
    }

    @Test
    void answersWithTheStricterQueryIfThatSucceeds() {
        List<Strictness> asked = new ArrayList<>();
        AtomicLong sent = new AtomicLong();
        try (DuckDbQuery query = fixture.query(
                numbers(5, failingAt(3)),
                strictness -> {
                    asked.add(strictness);
                    return numbers(4, column());
                },
                Fixture.arrow(10_000, 64 << 20))) {
            query.stream((bytes, rows) -> sent.addAndGet(rows));
        }

        assertThat(sent.get()).isEqualTo(4);
        assertThat(asked).containsExactly(Strictness.SPARK_ERRORS);
    }

    @Test
    void reportsAFailureThatSparkWouldNotHave() {
        TranslatedQuery failing = numbers(5, failingAt(3));
        try (DuckDbQuery query = query(failing, failing)) {
            assertThatThrownBy(() -> drain(query)).isInstanceOfSatisfying(SparkException.class, error -> {
                assertThat(error.getCondition()).isEqualTo("INTERNAL_ERROR");
                assertThat(error.getMessage()).containsIgnoringCase("zero");
            });
        }
    }

    /** A query that gives DuckDB's functions text that they do not stand, as no translation does. */
    private TranslatedQuery trimmedBytes(TextRule rule) {
        Expression text = new Cast(
                new BoundReference(0, DataTypes.BinaryType, true),
                DataTypes.StringType,
                Option.empty(),
                EvalMode.LEGACY());
        List<InternalRow> rows = List.of(new GenericInternalRow(new Object[] {new byte[] {-1, 'a'}}));
        TranslatedQuery texts = fixture.map(RowList.of(BYTES, rows), List.of(text));
        SqlExpr trimmed = new SqlExpr.Call(
                "trim",
                List.of(new SqlExpr.ColumnRef("r0", PrimitiveType.VARCHAR), Literal.string(" ")),
                PrimitiveType.VARCHAR);
        return new TranslatedQuery(
                QueryBlock.of(
                        new FromItem.Subquery(texts.sql(), new FromItem.Alias("q")),
                        List.of(new SelectItem(trimmed, "t"))),
                TEXTS,
                texts.functions(),
                texts.sources(),
                rule);
    }

    @Test
    void runsOnANewDatabaseAfterOneHasBroken() {
        assertThatThrownBy(() -> fixture.collect(trimmedBytes(TextRule.ANY_BYTES)))
                .isInstanceOfSatisfying(SparkException.class, error -> assertThat(error.getCondition())
                        .isEqualTo("INTERNAL_ERROR"));

        assertThat(fixture.collect(numbers(2, column()))).containsExactly(List.of("0"), List.of("1"));
    }

    /** A text for each number, of which a late one is not UTF-8 and every third is NULL. */
    private TranslatedQuery textsWithALateOne(String usual, TextRule rule) {
        Expression number = new BoundReference(0, DataTypes.LongType, true);
        Expression bytes = new If(
                new EqualTo(number, Literal$.MODULE$.apply(LATE)),
                Literal$.MODULE$.apply(new byte[] {-1}),
                Literal$.MODULE$.apply(usual.getBytes(StandardCharsets.UTF_8)));
        Expression third = new EqualTo(new Remainder(number, Literal$.MODULE$.apply(3L)), Literal$.MODULE$.apply(1L));
        Expression text = new If(
                third,
                Literal$.MODULE$.create(null, DataTypes.StringType),
                new Cast(bytes, DataTypes.StringType, Option.empty(), EvalMode.LEGACY()));
        BridgedFunction function = new BridgedFunction(77_000_000, text, List.of(DataTypes.LongType), fixture.conf);
        BridgeSignature signature = BridgeSignature.of(function);
        SqlExpr call = new SqlExpr.Call(
                signature.name(), List.of(Literal.bigint(function.id()), column()), signature.result());
        return new TranslatedQuery(
                QueryBlock.of(range(LATE + 10), List.of(new SelectItem(call, "t"))),
                TEXTS,
                List.of(function),
                List.of(),
                rule);
    }

    @Test
    void goesOnBehindTheRowsThatTheClientHas() {
        AtomicLong sent = new AtomicLong();
        AtomicLong batches = new AtomicLong();
        try (DuckDbQuery query = fixture.query(
                textsWithALateOne("a", TextRule.UTF8),
                strictness -> {
                    assertThat(batches.get()).as("batches before the failure").isPositive();
                    return textsWithALateOne("a", TextRule.ANY_BYTES);
                },
                Fixture.arrow(10_000, 64 << 20))) {
            query.stream((bytes, rows) -> {
                batches.incrementAndGet();
                sent.addAndGet(rows);
            });
        }

        assertThat(sent.get()).isEqualTo(LATE + 10);
        assertThat(batches.get()).isEqualTo(LATE / 10_000 + 1);
    }

    @Test
    void doesNotGoOnBehindOtherRows() {
        try (DuckDbQuery query = fixture.query(
                textsWithALateOne("a", TextRule.UTF8),
                strictness -> textsWithALateOne("b", TextRule.ANY_BYTES),
                Fixture.arrow(10_000, 64 << 20))) {
            assertThatThrownBy(() -> query.stream((bytes, rows) -> {})).hasMessageContaining("ORDER BY");
        }
    }

    @Test
    void asksForATranslationThatTakesAnyText() {
        List<Strictness> asked = new ArrayList<>();
        AtomicLong sent = new AtomicLong();
        try (DuckDbQuery query = fixture.query(
                trimmedBytes(TextRule.UTF8),
                strictness -> {
                    asked.add(strictness);
                    return numbers(3, new SqlExpr.Cast(column(), PrimitiveType.VARCHAR));
                },
                Fixture.arrow(10_000, 64 << 20))) {
            query.stream((bytes, rows) -> sent.addAndGet(rows));
        }

        assertThat(asked).containsExactly(Strictness.FOREIGN_TEXT);
        assertThat(sent.get()).isEqualTo(3);
    }

    @Test
    void endsALongQueryOnCancel() throws Exception {
        SqlExpr sum = new AggregateCall(
                "max",
                List.of(new SqlExpr.Call("hash", List.of(column()), PrimitiveType.UBIGINT)),
                PrimitiveType.UBIGINT);
        try (DuckDbQuery query = fixture.query(numbers(100_000_000_000L, sum))) {
            Future<Throwable> outcome = executor.submit(() -> caught(() -> drain(query)));
            while (query.progress().isEmpty()) {
                assertThat(outcome.isDone()).isFalse();
                Thread.onSpinWait();
            }
            Instant asked = Instant.now();
            query.cancel();

            assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(QueryCancelledException.class);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void endsAStreamOnCancel() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        try (DuckDbQuery query = fixture.query(numbers(100_000_000_000L, column()))) {
            Future<Throwable> outcome =
                    executor.submit(() -> caught(() -> query.stream((bytes, rows) -> started.countDown())));
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            query.cancel();

            assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(QueryCancelledException.class);
        }
    }

    @Test
    void doesNotStartAfterCancel() {
        try (DuckDbQuery query = fixture.query(numbers(10, column()))) {
            query.cancel();
            assertThatThrownBy(() -> drain(query)).isInstanceOf(QueryCancelledException.class);
        }
    }

    @Test
    void releasesAResultThatIsNotReadToTheEnd() {
        try (DuckDbQuery query = fixture.query(numbers(100_000_000_000L, column()));
                QueryRows rows = query.rows()) {
            assertThat(rows.hasNext()).isTrue();
            assertThat(rows.next().getLong(0)).isZero();
        }
        assertThat(fixture.held()).isZero();
    }

    @Test
    void closingAQueryReleasesRowsThatNobodyClosed() {
        QueryRows rows;
        try (DuckDbQuery query = fixture.query(numbers(100_000_000_000L, column()))) {
            rows = query.rows();
            assertThat(rows.hasNext()).isTrue();
        }
        assertThat(fixture.held()).isZero();
        assertThat(rows.hasNext()).isFalse();
    }

    @Test
    void releasesEverythingWhenTheConsumerFails() {
        IllegalStateException gone = new IllegalStateException("client gone");
        try (DuckDbQuery query = fixture.query(numbers(1_000_000, column()))) {
            assertThatThrownBy(() -> query.stream((bytes, rows) -> {
                        throw gone;
                    }))
                    .isSameAs(gone);
        }
        assertThat(fixture.held()).isZero();
    }

    @Test
    void reportsThatMemoryRanOut() {
        SqlExpr list = new AggregateCall("list", List.of(column()), new SqlType.ListType(PrimitiveType.BIGINT));
        SqlExpr length = new SqlExpr.Call("len", List.of(list), PrimitiveType.BIGINT);
        TranslatedQuery hog = numbers(200_000_000, length);
        try (DuckDbQuery query = query(hog, hog)) {
            assertThatThrownBy(() -> drain(query))
                    .isInstanceOf(SparkException.class)
                    .hasMessageContaining("more memory");
        }
        assertThat(fixture.collect(numbers(1, column()))).containsExactly(List.of("0"));
    }

    private static Throwable caught(Runnable action) {
        try {
            action.run();
            return new AssertionError("nothing was thrown");
        } catch (Throwable thrown) {
            return thrown;
        }
    }
}
