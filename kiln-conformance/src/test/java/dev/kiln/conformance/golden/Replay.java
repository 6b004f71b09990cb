package dev.kiln.conformance.golden;

import dev.kiln.conformance.SparkTestArtifact;
import dev.kiln.conformance.client.HiveText;
import dev.kiln.conformance.client.HiveText.BinaryStyle;
import dev.kiln.conformance.client.JavaTimeTypes;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connect.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Replays golden files against a server, one session per file, with the settings of Spark's own suite. Persistent tables
 * are shared by all sessions, so files run one after the other, and what a file leaves behind is removed. Not safe for use
 * by several threads.
 */
final class Replay implements AutoCloseable {
    private static final Map<String, String> SETTINGS = Map.of(
            "spark.sql.session.timeZone", "America/Los_Angeles",
            "spark.sql.shuffle.partitions", "4",
            "spark.sql.datetime.java8API.enabled", "true",
            "spark.sql.timeType.enabled", "true",
            "spark.sql.geospatial.enabled", "true",
            "spark.sql.collation.schemaLevel.enabled", "true");

    private final String address;
    private final Duration limit;
    private final SparkSession keeper;
    private final ResultText volatileParts;
    private final ExecutorService statements;

    /**
     * Connects and creates the test tables that the server lacks.
     *
     * @param address connection string of the server
     * @param limit how long a statement may take
     */
    Replay(String address, Duration limit, SparkTestArtifact artifact) {
        JavaTimeTypes.use();
        this.address = address;
        this.limit = limit;
        this.keeper = session(Map.of());
        this.volatileParts =
                new ResultText(keeper.conf().get("spark.sql.warehouse.dir").replaceFirst("^file:(//)?", ""));
        this.statements = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "golden-statement");
            thread.setDaemon(true);
            return thread;
        });
        new TestTables(artifact).create(keeper);
    }

    List<Outcome> run(GoldenFile file) {
        Map<String, String> settings = new LinkedHashMap<>(file.dialect().settings());
        settings.putAll(file.settings());
        List<Outcome> outcomes = new ArrayList<>();
        Leftovers leftovers = new Leftovers(keeper);
        try (SparkSession session = session(settings)) {
            if (ReferenceSchema.needs(file.name())) {
                ReferenceSchema.create(session);
            }
            BinaryStyle style = binaryStyle(file.settings());
            for (GoldenStatement statement : file.statements()) {
                outcomes.add(Comparison.judge(statement, answer(session, statement.sql(), style)));
            }
        }
        leftovers.remove();
        return outcomes;
    }

    private SparkSession session(Map<String, String> settings) {
        SparkSession session = SparkSession.builder().remote(address).create();
        SETTINGS.forEach((key, value) -> session.conf().set(key, value));
        settings.forEach((key, value) -> session.sql("set " + key + "=" + value));
        return session;
    }

    private static BinaryStyle binaryStyle(Map<String, String> settings) {
        String name = settings.getOrDefault("spark.sql.binaryOutputStyle", "UTF8");
        return BinaryStyle.valueOf(name.replace("-", ""));
    }

    private Answer answer(SparkSession session, String sql, BinaryStyle style) {
        Future<Answer> answer = statements.submit(() -> execute(session, sql, style));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            interrupt(session);
            return new Answer.Silence();
        } catch (ExecutionException e) {
            return Answer.Failure.of(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void interrupt(SparkSession session) {
        try {
            session.interruptAll();
        } catch (Exception e) {
            // A server that does not answer may not answer this either; the verdict is the same.
        }
    }

    private Answer execute(SparkSession session, String sql, BinaryStyle style) {
        Dataset<Row> result = session.sql(sql);
        StructType schema = result.schema();
        List<Row> rows = result.collectAsList();
        ZoneId zone = schema.catalogString().contains("timestamp")
                ? zone(session.conf().get("spark.sql.session.timeZone"))
                : ZoneId.of("UTC");
        List<String> texts = format(schema, rows, new HiveText(zone, style));
        return new Answer.Rows(
                schema.catalogString(),
                List.of(schema.fieldNames()),
                texts.stream().map(volatileParts::hideVolatileParts).toList());
    }

    /** Hive prints the names only for SHOW TABLES and SHOW VIEWS, and pads the columns of DESCRIBE. */
    private static List<String> format(StructType schema, List<Row> rows, HiveText text) {
        String columns = String.join(",", schema.fieldNames());
        if (columns.equals("namespace,tableName,isTemporary") || columns.equals("namespace,viewName,isTemporary")) {
            return rows.stream().map(row -> row.getString(1)).toList();
        }
        if (columns.equals("col_name,data_type,comment")
                && schema.apply(0).dataType().equals(DataTypes.StringType)) {
            return rows.stream().map(Replay::padded).toList();
        }
        boolean isExplanation = columns.equals("plan");
        return rows.stream()
                .filter(row -> !isExplanation || !isRoute(row))
                .map(row -> text.row(row, schema))
                .toList();
    }

    /** What Kiln adds below Spark's explanation where it chooses between engines. */
    private static boolean isRoute(Row row) {
        return row.get(0) instanceof String text && text.startsWith("== Route ==\n");
    }

    private static String padded(Row row) {
        return String.format(
                "%-20s\t%-20s\t%-20s", row.getString(0), row.getString(1), row.isNullAt(2) ? "" : row.getString(2));
    }

    /** Spark accepts zone ids that java.time refuses, such as {@code GMT+8:00} with a single digit. */
    private static ZoneId zone(String name) {
        return ZoneId.of(
                name.replaceFirst("(\\+|-)(\\d):", "$10$2:").replaceFirst("(\\+|-)(\\d\\d):(\\d)$", "$1$2:0$3"),
                ZoneId.SHORT_IDS);
    }

    @Override
    public void close() {
        statements.shutdownNow();
        keeper.close();
    }
}
