package dev.kiln.engine;

import dev.kiln.engine.analysis.QueryRunner;
import dev.kiln.engine.analysis.Refusals;
import dev.kiln.engine.analysis.SparkFrontEnd;
import dev.kiln.engine.artifact.SessionArtifacts;
import dev.kiln.spi.Engine;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.config.Configuration;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;

/** The engine that answers inside this process: Spark's front end, DuckDB's execution. */
public final class EmbeddedEngine implements Engine {
    private final SparkFrontEnd frontEnd;
    private final Path temporary;
    private final long maxArtifactBytes;

    private EmbeddedEngine(SparkFrontEnd frontEnd, Path temporary, long maxArtifactBytes) {
        this.frontEnd = frontEnd;
        this.temporary = temporary;
        this.maxArtifactBytes = maxArtifactBytes;
    }

    /**
     * @param home an existing, writable directory that no other server uses
     */
    public static EmbeddedEngine open(Configuration configuration, Path home) {
        return open(configuration, home, (plan, context) -> {
            throw Refusals.unsupported("execution", "query execution is not there yet");
        });
    }

    static EmbeddedEngine open(Configuration configuration, Path home, QueryRunner runner) {
        SparkFrontEnd frontEnd = SparkFrontEnd.open(
                SparkSettings.of(configuration, home), (conf, hadoop) -> new InMemoryCatalog(conf, hadoop), runner);
        return new EmbeddedEngine(frontEnd, home.resolve("tmp"), configuration.get(EngineConfig.MAX_ARTIFACT_BYTES));
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
        Path artifacts = temporary.resolve("artifacts-" + UUID.randomUUID());
        return new EmbeddedSession(
                frontEnd.openSession(identity.userId(), identity.sessionId()),
                new SessionArtifacts(artifacts, maxArtifactBytes));
    }

    /** Loads what the first session would otherwise wait for. */
    public void warmUp() {
        try (EngineSession session = openSession(new SessionIdentity("", new UUID(0, 0).toString()))) {
            session.configure(dev.kiln.protocol.ConfigRequest.Operation.newBuilder()
                    .setGetAll(dev.kiln.protocol.ConfigRequest.GetAll.getDefaultInstance())
                    .build());
        }
    }

    @Override
    public void close() {
        // the front end holds memory only
    }
}
