package dev.kiln.engine.translate.relation;

import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.engine.translate.Translation;
import dev.kiln.engine.translate.TranslationRequest;
import dev.kiln.sql.print.SqlPrinter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.internal.SQLConf;
import scala.Option;

/** Analyses SQL text, translates it, and runs what is native on DuckDB. */
public final class TranslationFixture implements AutoCloseable {
    private final SQLConf conf = new SQLConf();
    private final Analyzer analyzer = new Analyzer(new SessionCatalog(
            new InMemoryCatalog(new SparkConf(false), new Configuration(false)),
            FunctionRegistry.builtin(),
            TableFunctionRegistry.builtin()));
    private final PlanTranslator translator = new PlanTranslator(List.of());
    private final Connection duckdb;

    public TranslationFixture() throws SQLException {
        conf.setConfString("spark.sql.session.timeZone", "America/Los_Angeles");
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckdb.createStatement()) {
            statement.execute("SET TimeZone = 'America/Los_Angeles'");
        }
    }

    public TranslationFixture set(String key, String value) {
        conf.setConfString(key, value);
        return this;
    }

    /** Does something under the configuration that plans are analysed under. */
    public <T> T configured(Supplier<T> body) {
        return SQLConf.withExistingConf(conf, body::get);
    }

    public LogicalPlan analyze(String sql) {
        return SQLConf.withExistingConf(
                conf,
                () -> analyzer.executeAndCheck(
                        new SparkSqlParser().parsePlan(sql), new QueryPlanningTracker(Option.empty())));
    }

    Translation translate(String sql, Strictness strictness) {
        return translate(analyze(sql), strictness);
    }

    /** @param plan analysed by this fixture */
    public Translation translate(LogicalPlan plan, Strictness strictness) {
        return translator.translate(new TranslationRequest(plan, analyzer.catalogManager(), conf, strictness));
    }

    TranslatedQuery translated(String sql) {
        return ((Translation.Translated) translate(sql, Strictness.FAST)).query();
    }

    String text(String sql) {
        return SqlPrinter.print(translated(sql).sql());
    }

    /** The rows of a query that needs no bridge, columns divided by {@code |}. */
    List<String> rows(String sql) throws SQLException {
        TranslatedQuery query = translated(sql);
        if (!query.functions().isEmpty() || !query.sources().isEmpty()) {
            throw new AssertionError("not native: " + SqlPrinter.print(query.sql()) + " " + query.functions());
        }
        String text = SqlPrinter.print(query.sql());
        List<String> rows = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(text)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
        } catch (SQLException failed) {
            throw new SQLException(failed.getMessage() + "\n" + text, failed);
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        duckdb.close();
    }
}
