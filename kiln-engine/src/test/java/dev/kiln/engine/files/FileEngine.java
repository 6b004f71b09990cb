package dev.kiln.engine.files;

import dev.kiln.catalog.PersistentCatalog;
import dev.kiln.engine.analysis.FrontEndSession;
import dev.kiln.engine.analysis.SparkFrontEnd;
import dev.kiln.engine.duckdb.DuckDbSettings;
import dev.kiln.engine.execution.DuckDbQueryRunner;
import dev.kiln.engine.files.commit.AtomicCommitProtocol;
import dev.kiln.engine.files.commit.AtomicWrites;
import dev.kiln.engine.translate.ScanTranslator;
import dev.kiln.engine.translate.Translation;
import dev.kiln.engine.translate.TranslationRequest;
import dev.kiln.engine.translate.relation.PlanTranslator;
import dev.kiln.spi.UnsupportedPlanException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A whole engine over a home, driven by Spark's own API; its rows come from DuckDB. */
public final class FileEngine implements AutoCloseable {
    private static final long MEMORY = 256L << 20;

    private final PersistentCatalog catalog;
    private final DuckDbQueryRunner runner;
    private final FrontEndSession session;
    private final AtomicWrites writes;

    public FileEngine(Path home, ScanTranslator scans) throws Exception {
        PlanTranslator translator = new PlanTranslator(List.of(scans));
        runner = DuckDbQueryRunner.open(
                (plan, context, strictness) -> {
                    Translation translation = translator.translate(new TranslationRequest(
                            plan, context.session().sessionState().catalogManager(), context.conf(), strictness));
                    if (translation instanceof Translation.Translated translated) {
                        return translated.query();
                    }
                    throw new UnsupportedPlanException(((Translation.Refused) translation).reasons());
                },
                new DuckDbSettings(MEMORY, 2, home.resolve("tmp"), MEMORY, 16, Duration.ofSeconds(10)));
        org.apache.hadoop.conf.Configuration hadoop = new org.apache.hadoop.conf.Configuration();
        catalog = PersistentCatalog.open(home, hadoop);
        writes = AtomicWrites.open(home, catalog, hadoop);
        SparkFrontEnd frontEnd = SparkFrontEnd.open(
                Map.of(
                        "spark.master",
                        "local",
                        "spark.app.name",
                        "test",
                        "spark.sql.warehouse.dir",
                        home.resolve("warehouse").toString(),
                        "spark.local.dir",
                        home.resolve("tmp").toString(),
                        "spark.sql.sources.commitProtocolClass",
                        AtomicCommitProtocol.class.getName(),
                        "spark.sql.sources.parallelPartitionDiscovery.threshold",
                        Integer.toString(Integer.MAX_VALUE),
                        "spark.sql.artifact.isolation.enabled",
                        "false",
                        "spark.sql.session.timeZone",
                        "America/Los_Angeles"),
                hadoop,
                catalog,
                runner,
                writes);
        session = frontEnd.openSession("tester", UUID.randomUUID().toString());
    }

    public <T> T with(Function<SparkSession, T> body) {
        return session.within(() -> body.apply(session.spark()));
    }

    /** Runs a body as if it were one command. */
    public void together(Consumer<SparkSession> body) {
        with(spark -> writes.together(() -> {
            body.accept(spark);
            return null;
        }));
    }

    public List<Row> sql(String text) {
        return with(spark -> spark.sql(text).collectAsList());
    }

    /** Writes rows with Spark's writer. */
    public void write(List<Row> rows, StructType schema, Path path, String format, Map<String, String> options) {
        with(spark -> {
            spark.createDataFrame(rows, schema)
                    .write()
                    .format(format)
                    .options(options)
                    .mode("append")
                    .save(path.toString());
            return null;
        });
    }

    @Override
    public void close() {
        session.close();
        runner.close();
        catalog.close();
    }
}
