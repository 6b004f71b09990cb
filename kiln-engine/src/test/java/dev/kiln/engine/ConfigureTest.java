package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.ConfigResponse;
import dev.kiln.protocol.KeyValue;
import dev.kiln.spi.EngineException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigureTest {
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

    private static ConfigResponse configure(ConfigRequest.Operation.Builder operation) {
        return engine.session().configure(operation.build());
    }

    private static KeyValue pair(String key, String value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static ConfigResponse set(String key, String value) {
        return configure(ConfigRequest.Operation.newBuilder()
                .setSet(ConfigRequest.Set.newBuilder().addPairs(pair(key, value))));
    }

    private static ConfigResponse get(String... keys) {
        return configure(ConfigRequest.Operation.newBuilder()
                .setGet(ConfigRequest.Get.newBuilder().addAllKeys(List.of(keys))));
    }

    private static String condition(EngineException e) {
        return e.report().condition().orElse("");
    }

    @Test
    void valuesAreSetReadAndUnset() {
        set("some.free.key", "v");
        assertThat(get("some.free.key").getPairs(0)).isEqualTo(pair("some.free.key", "v"));
        configure(ConfigRequest.Operation.newBuilder()
                .setUnset(ConfigRequest.Unset.newBuilder().addKeys("some.free.key")));
        assertThatThrownBy(() -> get("some.free.key"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(condition(e)).isEqualTo("SQL_CONF_NOT_FOUND"));
    }

    @ParameterizedTest
    @CsvSource({
        "spark.connect.session.planCompression.threshold, 10485760",
        "spark.connect.session.planCompression.defaultAlgorithm, ZSTD",
        "spark.sql.session.localRelationCacheThreshold, 1048576",
        "spark.sql.session.localRelationChunkSizeRows, 10000",
        "spark.sql.session.localRelationChunkSizeBytes, 16777216",
        "spark.sql.session.localRelationBatchOfChunksSizeBytes, 1073741824",
        "spark.sql.session.localRelationSizeLimit, 3221225472",
        "spark.sql.execution.arrow.useLargeVarTypes, false",
        "spark.sql.timestampType, TIMESTAMP_LTZ",
        "spark.sql.execution.pandas.convertToArrowArraySafely, true",
        "spark.sql.execution.pandas.inferPandasDictAsMap, false",
        "spark.sql.pyspark.inferNestedDictAsStruct.enabled, false",
        "spark.sql.pyspark.legacy.inferArrayTypeFromFirstElement.enabled, false",
        "spark.sql.pyspark.legacy.inferMapTypeFromFirstPair.enabled, false",
        "spark.sql.execution.pandas.structHandlingMode, legacy",
        "spark.sql.execution.arrow.pyspark.selfDestruct.enabled, false",
        "spark.sql.repl.eagerEval.enabled, false",
        "spark.sql.repl.eagerEval.maxNumRows, 20",
        "spark.sql.repl.eagerEval.truncate, 20",
        "spark.sql.execution.pythonUDF.arrow.enabled, true",
        "spark.sql.pyspark.jvmStacktrace.enabled, false",
        "spark.sql.ansi.enabled, true"
    })
    void whatClientsReadHasSparksDefault(String key, String value) {
        assertThat(get(key).getPairs(0)).isEqualTo(pair(key, value));
    }

    @Test
    void clientsAreToldOfATimeZoneAndOfStackTraces() {
        assertThat(get("spark.sql.session.timeZone", "spark.sql.connect.serverStacktrace.enabled")
                        .getPairsList())
                .allSatisfy(pair -> assertThat(pair.getValue()).isNotEmpty());
    }

    @Test
    void optionsThatAreUnsetHaveNoValue() {
        ConfigResponse response = configure(ConfigRequest.Operation.newBuilder()
                .setGetOption(ConfigRequest.GetOption.newBuilder().addKeys("not.there")));
        assertThat(response.getPairs(0).hasValue()).isFalse();
    }

    @Test
    void callersGiveDefaults() {
        ConfigResponse response = configure(ConfigRequest.Operation.newBuilder()
                .setGetWithDefault(ConfigRequest.GetWithDefault.newBuilder().addPairs(pair("not.there", "d"))));
        assertThat(response.getPairs(0).getValue()).isEqualTo("d");
    }

    @Test
    void prefixesAreStripped() {
        set("my.prefix.one", "1");
        ConfigResponse response = configure(ConfigRequest.Operation.newBuilder()
                .setGetAll(ConfigRequest.GetAll.newBuilder().setPrefix("my.prefix.")));
        assertThat(response.getPairsList()).containsExactly(pair("one", "1"));
    }

    @Test
    void staticSettingsCannotBeChanged() {
        assertThatThrownBy(() -> set("spark.sql.warehouse.dir", "/elsewhere"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(condition(e)).isEqualTo("CANNOT_MODIFY_STATIC_CONFIG"));
        ConfigResponse response = configure(ConfigRequest.Operation.newBuilder()
                .setIsModifiable(ConfigRequest.IsModifiable.newBuilder()
                        .addKeys("spark.sql.warehouse.dir")
                        .addKeys("spark.sql.ansi.enabled")));
        assertThat(response.getPairsList()).extracting(KeyValue::getValue).containsExactly("false", "true");
    }

    @Test
    void badValuesAreNamed() {
        assertThatThrownBy(() -> set("spark.sql.ansi.enabled", "perhaps"))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(condition(e))
                        .isEqualTo("INVALID_CONF_VALUE.TYPE_MISMATCH"));
    }

    @Test
    void silentFailuresAreWarnings() {
        ConfigResponse response = configure(ConfigRequest.Operation.newBuilder()
                .setSet(ConfigRequest.Set.newBuilder()
                        .setSilent(true)
                        .addPairs(pair("spark.sql.warehouse.dir", "/elsewhere"))
                        .addPairs(pair("kept", "yes"))));
        assertThat(response.getWarningsList()).hasSize(1);
        assertThat(get("kept").getPairs(0).getValue()).isEqualTo("yes");
    }

    @Test
    void anEmptyOperationIsUnsupported() {
        assertThatThrownBy(() -> configure(ConfigRequest.Operation.newBuilder()))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(
                                e.report().classHierarchy().get(0))
                        .isEqualTo("java.lang.UnsupportedOperationException"));
    }
}
