package dev.kiln.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.analysis.QueryRows;
import dev.kiln.engine.duckdb.DuckDbBusyException;
import dev.kiln.engine.duckdb.DuckDbDatabase;
import dev.kiln.engine.duckdb.DuckDbLease;
import dev.kiln.engine.duckdb.DuckDbSettings;
import dev.kiln.engine.translate.RowSource;
import dev.kiln.engine.translate.SourceTable;
import dev.kiln.engine.translate.TextRule;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.sql.AggregateCall;
import dev.kiln.sql.BinaryOperator;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.OrderItem;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import dev.kiln.sql.type.PrimitiveType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.MonotonicallyIncreasingID;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.Iterator;

/** Several threads, scans and queries at once. */
@Timeout(120)
class ConcurrencyTest {
    private static final StructType NUMBERS = new StructType().add("n", DataTypes.LongType);
    private static final int PARTITIONS = 6;
    private static final int PARTITION_ROWS = 50_000;

    @TempDir
    Path temporary;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(temporary, 512 << 20);
    }

    @AfterEach
    void close() {
        assertThat(fixture.held()).isZero();
        fixture.close();
    }

    private static RowList partitioned() {
        return new RowList(
                NUMBERS,
                IntStream.range(0, PARTITIONS)
                        .mapToObj(partition -> LongStream.range(
                                        (long) partition * PARTITION_ROWS, (partition + 1L) * PARTITION_ROWS)
                                .<InternalRow>mapToObj(n -> new GenericInternalRow(new Object[] {n}))
                                .toList())
                        .toList());
    }

    @Test
    void keepsTheOrderOfPartitions() {
        try (DuckDbQuery query = fixture.query(Fixture.scan(partitioned()));
                QueryRows rows = query.rows()) {
            long expected = 0;
            while (rows.hasNext() && rows.next().getLong(0) == expected) {
                expected++;
            }
            assertThat(expected).isEqualTo((long) PARTITIONS * PARTITION_ROWS);
        }
    }

    @Test
    void evaluatesExpressionsOnAllThreads() {
        Expression next = new Add(new BoundReference(0, DataTypes.LongType, true), Literal$.MODULE$.apply(1L));
        TranslatedQuery rows = fixture.map(partitioned(), List.of(next));
        SqlExpr sum = new AggregateCall(
                "max", List.of(new SqlExpr.ColumnRef("r0", PrimitiveType.BIGINT)), PrimitiveType.BIGINT);
        TranslatedQuery summed = new TranslatedQuery(
                QueryBlock.of(
                        new FromItem.Subquery(rows.sql(), new FromItem.Alias("q")),
                        List.of(new SelectItem(sum, "total"))),
                NUMBERS,
                rows.functions(),
                rows.sources(),
                TextRule.ANY_BYTES);

        assertThat(fixture.collect(summed)).containsExactly(List.of(Long.toString((long) PARTITIONS * PARTITION_ROWS)));
    }

    @Test
    void givesEachRowItsOwnNondeterministicValue() {
        TranslatedQuery ids = fixture.map(partitioned(), List.of(new MonotonicallyIncreasingID()));
        Set<Long> seen = new HashSet<>();
        try (DuckDbQuery query = fixture.query(ids);
                QueryRows rows = query.rows()) {
            while (rows.hasNext()) {
                seen.add(rows.next().getLong(0));
            }
        }
        assertThat(seen).hasSize(PARTITIONS * PARTITION_ROWS);
    }

    @Test
    void scansASourceTwiceInOneQuery() {
        RowSource source = partitioned();
        SourceTable table = new SourceTable(9_000_000_001L, source);
        SqlExpr left = new SqlExpr.ColumnRef(Optional.of("l"), "n", PrimitiveType.BIGINT);
        SqlExpr right = new SqlExpr.ColumnRef(Optional.of("r"), "n", PrimitiveType.BIGINT);
        FromItem join = new FromItem.Join(
                table.scan(new FromItem.Alias("l", List.of("n"))),
                FromItem.JoinType.INNER,
                table.scan(new FromItem.Alias("r", List.of("n"))),
                FromItem.Correlation.NONE,
                Optional.of(new SqlExpr.Binary(BinaryOperator.EQUAL, left, right)));
        SqlExpr count = new AggregateCall("count", List.of(left), PrimitiveType.BIGINT);

        assertThat(fixture.collect(new TranslatedQuery(
                        QueryBlock.of(join, List.of(new SelectItem(count, "c"))),
                        NUMBERS,
                        List.of(),
                        List.of(table),
                        TextRule.ANY_BYTES)))
                .containsExactly(List.of(Integer.toString(PARTITIONS * PARTITION_ROWS)));
    }

    @Test
    void readsOnlyTheColumnsThatAQueryNeeds() {
        StructType wide = new StructType().add("a", DataTypes.LongType).add("b", DataTypes.LongType);
        List<int[]> asked = new ArrayList<>();
        RowList rows = RowList.of(wide, List.of(new GenericInternalRow(new Object[] {1L, 2L})));
        RowSource source = new RowSource() {
            @Override
            public StructType schema() {
                return wide;
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
                asked.add(columns);
                return rows.open(partition, columns);
            }
        };
        SourceTable table = new SourceTable(9_000_000_002L, source);
        QueryBlock second = QueryBlock.of(
                table.scan(Fixture.alias(wide)),
                List.of(new SelectItem(Fixture.columns(wide).get(1), "b")));

        assertThat(fixture.collect(new TranslatedQuery(second, NUMBERS, List.of(), List.of(table), TextRule.ANY_BYTES)))
                .containsExactly(List.of("2"));
        assertThat(asked).containsExactly(new int[] {1});
    }

    @Test
    void countsRowsWithoutReadingColumns() {
        SourceTable table = new SourceTable(9_000_000_003L, partitioned());
        SqlExpr count = new AggregateCall("count", List.of(Literal.integer(1)), PrimitiveType.BIGINT);

        assertThat(fixture.collect(new TranslatedQuery(
                        QueryBlock.of(
                                table.scan(new FromItem.Alias("l", List.of("n"))), List.of(new SelectItem(count, "c"))),
                        NUMBERS,
                        List.of(),
                        List.of(table),
                        TextRule.ANY_BYTES)))
                .containsExactly(List.of(Integer.toString(PARTITIONS * PARTITION_ROWS)));
    }

    @Test
    void runsManyQueriesAtOnce() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<List<String>>>> results = IntStream.range(0, 40)
                    .mapToObj(i -> executor.submit(() -> {
                        RowList source = RowList.of(NUMBERS, List.of(new GenericInternalRow(new Object[] {(long) i})));
                        Expression twice = new Add(
                                new BoundReference(0, DataTypes.LongType, true),
                                new BoundReference(0, DataTypes.LongType, true));
                        return fixture.collect(fixture.map(source, List.of(twice)));
                    }))
                    .toList();
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get(60, TimeUnit.SECONDS)).containsExactly(List.of(Integer.toString(2 * i)));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void boundsHowManyQueriesRunAtOnce() {
        try (DuckDbDatabase database = DuckDbDatabase.open(
                new DuckDbSettings(64 << 20, 1, temporary.resolve("leases"), 1 << 30, 8, Duration.ofSeconds(2)))) {
            List<DuckDbLease> leases = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                leases.add(database.lease("UTC"));
            }
            assertThatThrownBy(() -> database.lease("UTC")).isInstanceOf(DuckDbBusyException.class);
            leases.forEach(DuckDbLease::close);
            database.lease("+05:30").close();
        }
    }

    @Test
    void spillsWhatDoesNotFitIntoMemory() {
        try (Fixture small = new Fixture(temporary.resolve("spill"), 64 << 20)) {
            SqlExpr number = new SqlExpr.ColumnRef("n", PrimitiveType.BIGINT);
            SqlExpr text = new SqlExpr.Call(
                    "md5",
                    List.of(new SqlExpr.Call("concat", List.of(number), PrimitiveType.VARCHAR)),
                    PrimitiveType.VARCHAR);
            FromItem range = new FromItem.TableFunction(
                    "range", List.of(Literal.bigint(1_500_000)), new FromItem.Alias("r", List.of("n")));
            QueryBlock sorted = QueryBlock.of(range, List.of(new SelectItem(text, "t")))
                    .withOrderBy(List.of(new OrderItem(text, OrderItem.Direction.ASC, OrderItem.Nulls.FIRST)));
            TranslatedQuery query = new TranslatedQuery(
                    sorted, new StructType().add("t", DataTypes.StringType), List.of(), List.of(), TextRule.ANY_BYTES);
            long rows = 0;
            String last = "";
            try (DuckDbQuery running = small.query(query);
                    QueryRows result = running.rows()) {
                while (result.hasNext()) {
                    String next = result.next().getString(0);
                    if (next.compareTo(last) < 0) {
                        break;
                    }
                    last = next;
                    rows++;
                }
            }
            assertThat(rows).isEqualTo(1_500_000);
        }
    }
}
