package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.tables.ColumnarCatalog;
import dev.kiln.protocol.Plan;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.SessionIdentity;
import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.spi.UnsupportedReason;
import dev.kiln.spi.config.Configuration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries over files that are larger than the embedded engine is to read. */
class LargeInputTest {
    @TempDir
    static Path home;

    private static EmbeddedEngine engine;
    private static EngineSession session;

    @BeforeAll
    static void open() {
        engine = EmbeddedEngine.open(
                Configuration.of(
                        Map.of(
                                "kiln.embedded.maxInput",
                                "20k",
                                "spark.sql.catalog.col",
                                ColumnarCatalog.class.getName()),
                        EngineConfig.keys()),
                home);
        session = engine.openSession(
                new SessionIdentity("tester", UUID.randomUUID().toString()));
        run("CREATE TABLE small USING parquet AS SELECT id FROM range(10)");
        run("CREATE TABLE large USING parquet AS SELECT id, uuid() AS text FROM range(2000)");
    }

    @AfterAll
    static void close() {
        session.close();
        engine.close();
    }

    private static void run(String text) {
        run(EmbeddedEngineFixture.sqlCommand(text));
    }

    private static void query(String text) {
        run(Plan.newBuilder().setRoot(EmbeddedEngineFixture.sqlRelation(text)).build());
    }

    private static void run(Plan plan) {
        Preparation preparation =
                session.prepare(new OperationRequest(UUID.randomUUID().toString(), plan, Set.of()));
        try (Operation operation = ((Preparation.Ready) preparation).operation()) {
            operation.run(response -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM large",
                "SELECT * FROM small JOIN large USING (id)",
                "SELECT * FROM small WHERE id IN (SELECT id FROM large)",
                "WITH l AS (SELECT * FROM large) SELECT max(text) FROM l",
                "SELECT max(t) FROM col.db.numbers"
            })
    void areRefused(String text) {
        assertThatThrownBy(() -> query(text))
                .isInstanceOfSatisfying(UnsupportedPlanException.class, refusal -> assertThat(refusal.reasons())
                        .extracting(UnsupportedReason::feature)
                        .containsExactly("input.size"))
                .hasMessageContaining("the limit is 20480 (kiln.embedded.maxInput)");
    }

    @Test
    void smallOnesAreNot() {
        assertThatCode(() -> {
                    query("SELECT * FROM small");
                    query("SELECT sum(id) FROM range(1000000)");
                    query("SELECT count(*) FROM col.db.numbers");
                })
                .doesNotThrowAnyException();
    }
}
