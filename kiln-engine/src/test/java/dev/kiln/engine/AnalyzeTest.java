package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.AnalyzePlanResponse;
import dev.kiln.protocol.DataType;
import dev.kiln.protocol.Plan;
import dev.kiln.spi.EngineException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzeTest {
    @TempDir
    static Path home;

    private static EmbeddedEngineFixture engine;

    @BeforeAll
    static void open() {
        engine = new EmbeddedEngineFixture(home, new RefusingRunner());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static Plan plan(String text) {
        return Plan.newBuilder()
                .setRoot(EmbeddedEngineFixture.sqlRelation(text))
                .build();
    }

    private static AnalyzePlanResponse analyze(AnalyzePlanRequest.Builder request) {
        return engine.session().analyze(request.build());
    }

    @Test
    void schemaHasNamesTypesAndNullability() {
        DataType.Struct schema = analyze(AnalyzePlanRequest.newBuilder()
                        .setSchema(AnalyzePlanRequest.Schema.newBuilder()
                                .setPlan(plan("select id, cast(null as string) s, 1.5 as d from range(3)"))))
                .getSchema()
                .getSchema()
                .getStruct();
        assertThat(schema.getFieldsList())
                .extracting(DataType.StructField::getName)
                .containsExactly("id", "s", "d");
        assertThat(schema.getFieldsList())
                .extracting(DataType.StructField::getNullable)
                .containsExactly(false, true, false);
        assertThat(schema.getFields(2).getDataType().getDecimal().getPrecision())
                .isEqualTo(2);
    }

    @Test
    void commandsAreNotRun() {
        analyze(AnalyzePlanRequest.newBuilder()
                .setSchema(AnalyzePlanRequest.Schema.newBuilder()
                        .setPlan(plan("create table never(a int) using parquet"))));
        assertThat(engine.sql("show tables like 'never'")).isEmpty();
    }

    @Test
    void versionIsSparks() {
        assertThat(analyze(AnalyzePlanRequest.newBuilder()
                                .setSparkVersion(AnalyzePlanRequest.SparkVersion.getDefaultInstance()))
                        .getSparkVersion()
                        .getVersion())
                .isEqualTo("4.2.0");
    }

    @Test
    void typesAreParsed() {
        DataType parsed = analyze(AnalyzePlanRequest.newBuilder()
                        .setDdlParse(AnalyzePlanRequest.DDLParse.newBuilder().setDdlString("a int, b array<string>")))
                .getDdlParse()
                .getParsed();
        assertThat(parsed.getStruct().getFieldsList())
                .extracting(DataType.StructField::getName)
                .containsExactly("a", "b");
    }

    @Test
    void semanticsAreCompared() {
        AnalyzePlanResponse response = analyze(AnalyzePlanRequest.newBuilder()
                .setSameSemantics(AnalyzePlanRequest.SameSemantics.newBuilder()
                        .setTargetPlan(plan("select id + 1 from range(3)"))
                        .setOtherPlan(plan("select id + 1 as x from range(3)"))));
        assertThat(response.getSameSemantics().getResult()).isTrue();
    }

    @Test
    void treesArePrinted() {
        assertThat(analyze(AnalyzePlanRequest.newBuilder()
                                .setTreeString(AnalyzePlanRequest.TreeString.newBuilder()
                                        .setPlan(plan("select id from range(3)"))))
                        .getTreeString()
                        .getTreeString())
                .isEqualTo("root\n |-- id: long (nullable = false)\n");
    }

    @Test
    void persistedRelationsAreRemembered() {
        AnalyzePlanRequest.GetStorageLevel.Builder level = AnalyzePlanRequest.GetStorageLevel.newBuilder()
                .setRelation(EmbeddedEngineFixture.sqlRelation("select id from range(30)"));
        analyze(AnalyzePlanRequest.newBuilder()
                .setPersist(AnalyzePlanRequest.Persist.newBuilder()
                        .setRelation(EmbeddedEngineFixture.sqlRelation("select id from range(30)"))));
        assertThat(analyze(AnalyzePlanRequest.newBuilder().setGetStorageLevel(level))
                        .getGetStorageLevel()
                        .getStorageLevel()
                        .getUseMemory())
                .isTrue();
        analyze(AnalyzePlanRequest.newBuilder()
                .setUnpersist(AnalyzePlanRequest.Unpersist.newBuilder()
                        .setRelation(EmbeddedEngineFixture.sqlRelation("select id from range(30)"))));
        assertThat(analyze(AnalyzePlanRequest.newBuilder().setGetStorageLevel(level))
                        .getGetStorageLevel()
                        .getStorageLevel()
                        .getUseMemory())
                .isFalse();
    }

    @Test
    void anEmptyRequestIsAnInvalidPlan() {
        assertThatThrownBy(() -> analyze(AnalyzePlanRequest.newBuilder()))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.report().condition())
                                .contains("CONNECT_INVALID_PLAN.UNKNOWN_ANALYZE_METHOD"));
    }
}
