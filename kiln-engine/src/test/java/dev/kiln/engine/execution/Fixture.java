package dev.kiln.engine.execution;

import dev.kiln.engine.analysis.QueryRows;
import dev.kiln.engine.duckdb.DuckDbSettings;
import dev.kiln.engine.execution.arrow.ArrowSettings;
import dev.kiln.engine.translate.BridgeSignature;
import dev.kiln.engine.translate.BridgedFunction;
import dev.kiln.engine.translate.RowSource;
import dev.kiln.engine.translate.SourceTable;
import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TextRule;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.engine.translate.type.TypeMapping;
import dev.kiln.sql.FromItem;
import dev.kiln.sql.Literal;
import dev.kiln.sql.QueryBlock;
import dev.kiln.sql.SelectItem;
import dev.kiln.sql.SqlExpr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/** A database with a bridge, and queries made by hand. */
final class Fixture implements AutoCloseable {
    private static final AtomicLong IDS = new AtomicLong();

    private final QueryDatabase database;
    final SQLConf conf = new SQLConf();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    Fixture(Path temporary, long memoryBytes) {
        database =
                QueryDatabase.open(new DuckDbSettings(memoryBytes, 2, temporary, 1L << 30, 8, Duration.ofSeconds(2)));
    }

    static ArrowSettings arrow(int maxRows, long maxBytes) {
        return new ArrowSettings("America/Los_Angeles", maxRows, maxBytes, false);
    }

    DuckDbQuery query(TranslatedQuery query) {
        return query(query, strictness -> query, arrow(10_000, 64 << 20));
    }

    DuckDbQuery query(TranslatedQuery fast, Function<Strictness, TranslatedQuery> stricter, ArrowSettings settings) {
        return new DuckDbQuery(
                new OneRowRelation(), new QueryEnvironment(database, conf, scheduler), fast, stricter, settings);
    }

    /** All rows, as text. */
    List<List<String>> collect(TranslatedQuery query) {
        List<List<String>> texts = new ArrayList<>();
        try (DuckDbQuery running = query(query);
                QueryRows rows = running.rows()) {
            while (rows.hasNext()) {
                texts.add(ValueText.of(rows.next(), query.schema()));
            }
        }
        return texts;
    }

    static List<List<String>> texts(List<InternalRow> rows, StructType schema) {
        return rows.stream().map(row -> ValueText.of(row, schema)).toList();
    }

    /** SELECT * of a source. */
    static TranslatedQuery scan(RowSource source) {
        SourceTable table = new SourceTable(IDS.incrementAndGet(), source);
        List<SelectItem> items = new ArrayList<>();
        columns(source.schema()).forEach(column -> items.add(new SelectItem(column, column.name())));
        return new TranslatedQuery(
                QueryBlock.of(table.scan(alias(source.schema())), items),
                source.schema(),
                List.of(),
                List.of(table),
                TextRule.ANY_BYTES);
    }

    /** SELECT of bridged expressions over the columns of a source; bound references are its columns. */
    TranslatedQuery map(RowSource source, List<Expression> expressions) {
        return bridged(new SourceTable(IDS.incrementAndGet(), source), expressions);
    }

    private TranslatedQuery bridged(SourceTable table, List<Expression> expressions) {
        StructType input = table.source().schema();
        StructType output = new StructType();
        List<SelectItem> items = new ArrayList<>();
        List<BridgedFunction> functions = new ArrayList<>();
        for (Expression expression : expressions) {
            BridgedFunction function = new BridgedFunction(
                    IDS.incrementAndGet(),
                    expression,
                    java.util.Arrays.stream(input.fields())
                            .map(field -> field.dataType())
                            .toList(),
                    conf);
            functions.add(function);
            BridgeSignature signature = BridgeSignature.of(function);
            List<SqlExpr> arguments = new ArrayList<>();
            arguments.add(Literal.bigint(function.id()));
            arguments.addAll(columns(input));
            items.add(new SelectItem(
                    new SqlExpr.Call(signature.name(), arguments, signature.result()), "r" + items.size()));
            output = output.add("r" + items.size(), expression.dataType(), expression.nullable());
        }
        return new TranslatedQuery(
                QueryBlock.of(table.scan(alias(input)), items), output, functions, List.of(table), TextRule.ANY_BYTES);
    }

    static List<SqlExpr.ColumnRef> columns(StructType schema) {
        List<SqlExpr.ColumnRef> columns = new ArrayList<>();
        for (int i = 0; i < schema.length(); i++) {
            columns.add(new SqlExpr.ColumnRef("s" + i, TypeMapping.of(schema.fields()[i].dataType())));
        }
        return columns;
    }

    static FromItem.Alias alias(StructType schema) {
        return new FromItem.Alias(
                "s", columns(schema).stream().map(SqlExpr.ColumnRef::name).toList());
    }

    /** Connections, expressions and sources that are still held. */
    int held() {
        return database.held();
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        database.close();
    }
}
