package dev.kiln.engine;

import dev.kiln.catalog.PersistentCatalog;
import dev.kiln.catalog.remote.StoreRequests;
import dev.kiln.catalog.store.HomeInUseException;
import dev.kiln.engine.analysis.QueryRunner;
import dev.kiln.engine.analysis.ServerCatalogs;
import dev.kiln.engine.analysis.SparkFrontEnd;
import dev.kiln.engine.artifact.SessionArtifacts;
import dev.kiln.engine.duckdb.DuckDbSettings;
import dev.kiln.engine.execution.DuckDbQueryRunner;
import dev.kiln.engine.files.commit.AtomicWrites;
import dev.kiln.engine.files.read.FileScanTranslator;
import dev.kiln.engine.tables.TableScanTranslator;
import dev.kiln.engine.translate.relation.PlanTranslator;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The engine that answers inside this process: Spark's front end, DuckDB's execution. */
public final class EmbeddedEngine implements Engine {
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(60);

    private final SparkFrontEnd frontEnd;
    private final PersistentCatalog catalog;
    private final AutoCloseable runner;
    private final ServerCatalogs catalogs;
    private final Path temporary;
    private final long maxArtifactBytes;

    private EmbeddedEngine(
            SparkFrontEnd frontEnd,
            PersistentCatalog catalog,
            AutoCloseable runner,
            ServerCatalogs catalogs,
            Path temporary,
            long maxArtifactBytes) {
        this.frontEnd = frontEnd;
        this.catalog = catalog;
        this.runner = runner;
        this.catalogs = catalogs;
        this.temporary = temporary;
        this.maxArtifactBytes = maxArtifactBytes;
    }

    /**
     * Opens the engine of a home and finishes what a killed process left there.
     *
     * @param home an existing, writable directory
     * @throws HomeInUseException if another server uses the home
     */
    public static EmbeddedEngine open(Configuration configuration, Path home) {
        return open(configuration, home, name -> Optional.empty());
    }

    /**
     * As the other one, for a server with catalogs that its configuration does not name in Spark's way.
     *
     * @param catalogs asked for those that are not configured; closed with the engine
     */
    public static EmbeddedEngine open(Configuration configuration, Path home, ServerCatalogs catalogs) {
        DuckDbQueryRunner runner = DuckDbQueryRunner.open(
                new SessionTranslator(
                        new PlanTranslator(List.of(new FileScanTranslator(), new TableScanTranslator())),
                        configuration.get(EngineConfig.MAX_INPUT)),
                duckDbSettings(configuration, home));
        try {
            return open(configuration, home, runner, runner, catalogs);
        } catch (RuntimeException | Error e) {
            runner.close();
            throw e;
        }
    }

    private static DuckDbSettings duckDbSettings(Configuration configuration, Path home) {
        int threads = configuration.get(EngineConfig.THREADS);
        return new DuckDbSettings(
                configuration.get(EngineConfig.MEMORY),
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                home.resolve("tmp").resolve("spill"),
                configuration.get(EngineConfig.MAX_SPILL_BYTES),
                configuration.get(EngineConfig.MAX_QUERIES),
                CONNECTION_WAIT);
    }

    /** An engine over another way to run queries, for tests of the front end. The engine does not own it. */
    static EmbeddedEngine open(Configuration configuration, Path home, QueryRunner runner) {
        return open(configuration, home, runner, () -> {}, name -> Optional.empty());
    }

    private static EmbeddedEngine open(
            Configuration configuration, Path home, QueryRunner runner, AutoCloseable owned, ServerCatalogs catalogs) {
        Map<String, String> settings = SparkSettings.of(configuration, home);
        org.apache.hadoop.conf.Configuration hadoop = SparkFrontEnd.hadoopConfiguration(settings);
        PersistentCatalog catalog = PersistentCatalog.open(home, hadoop);
        try {
            AtomicWrites writes = AtomicWrites.open(home, catalog, hadoop);
            return new EmbeddedEngine(
                    SparkFrontEnd.open(
                            settings,
                            hadoop,
                            catalog,
                            runner,
                            writes,
                            ServerCatalogs.of(settings).or(catalogs)),
                    catalog,
                    owned,
                    catalogs,
                    home.resolve("tmp"),
                    configuration.get(EngineConfig.MAX_ARTIFACT_BYTES));
        } catch (IOException e) {
            catalog.close();
            throw new UncheckedIOException("cannot finish interrupted writes of the home " + home, e);
        } catch (RuntimeException | Error e) {
            catalog.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public String sparkVersion() {
        return org.apache.spark.package$.MODULE$.SPARK_VERSION();
    }

    @Override
    public EngineSession openSession(SessionIdentity identity) {
        return new EmbeddedSession(frontEnd.openSession(identity.userId(), identity.sessionId()), this::newArtifacts);
    }

    /** Answers the catalogs of Spark's drivers, which hold what this engine's holds, until the engine is closed. */
    public StoreRequests catalogRequests() {
        return catalog.requests(frontEnd::noteChangeElsewhere);
    }

    /** Somebody else has changed tables or their files: no session goes by what it knew of them. */
    public void noteChangeElsewhere() {
        frontEnd.noteChangeElsewhere();
    }

    private SessionArtifacts newArtifacts() {
        return new SessionArtifacts(temporary.resolve("artifacts-" + UUID.randomUUID()), maxArtifactBytes);
    }

    @Override
    public void close() {
        frontEnd.close();
        try {
            runner.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close the database", e);
        } finally {
            catalogs.close();
            catalog.close();
        }
    }
}
