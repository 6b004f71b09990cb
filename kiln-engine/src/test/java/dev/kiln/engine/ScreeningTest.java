package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import dev.kiln.protocol.AnalyzePlanRequest;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Plan;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.UnsupportedPlanException;
import dev.kiln.spi.UnsupportedReason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreeningTest {
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

    private static List<UnsupportedReason> refusal(String plan) throws TextFormat.ParseException {
        Preparation preparation = engine.prepare(TextFormat.parse(plan, Plan.class));
        assertThat(preparation).isInstanceOf(Preparation.Unsupported.class);
        return ((Preparation.Unsupported) preparation).reasons();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "root { map_partitions { input { range { end: 1 } } } }; protocol.map_partitions",
                "root { group_map {} }; protocol.group_map",
                "root { co_group_map {} }; protocol.co_group_map",
                "root { apply_in_pandas_with_state {} }; protocol.apply_in_pandas_with_state",
                "root { ml_relation {} }; protocol.ml_relation",
                "root { read { is_streaming: true data_source { format: 'rate' } } }; relation.streaming_read",
                "root { read { data_source { format: 'JDBC' } } }; source.jdbc",
                "root { limit { limit: 1 input { project { expressions { common_inline_user_defined_function {} } } } } }; "
                        + "protocol.common_inline_user_defined_function",
                "root { aggregate { aggregate_expressions { typed_aggregate_expression {} } } }; "
                        + "protocol.typed_aggregate_expression",
                "command { register_function { function_name: 'f' java_udf { class_name: 'some.Class' } } }; "
                        + "protocol.common_inline_user_defined_function",
                "command { register_table_function {} }; protocol.common_inline_user_defined_table_function",
                "command { register_data_source {} }; protocol.common_inline_user_defined_data_source",
                "command { write_stream_operation_start {} }; protocol.write_stream_operation_start",
                "command { streaming_query_command {} }; protocol.streaming_query_command",
                "command { streaming_query_manager_command {} }; protocol.streaming_query_manager_command",
                "command { streaming_query_listener_bus_command {} }; protocol.streaming_query_listener_bus_command",
                "command { ml_command { fit {} } }; protocol.ml_command",
                "command { pipeline_command {} }; protocol.pipeline_command",
                "command { create_resource_profile_command {} }; protocol.create_resource_profile_command",
                "command { execute_external_command { runner: 'some.Class' } }; protocol.execute_external_command"
            })
    void userCodeAndItsLikeAreRefused(String plan, String feature) throws TextFormat.ParseException {
        assertThat(refusal(plan)).extracting(UnsupportedReason::feature).containsExactly(feature);
    }

    @Test
    void allReasonsAreNamed() throws TextFormat.ParseException {
        assertThat(refusal("root { join { left { map_partitions {} } right { group_map {} } } }"))
                .extracting(UnsupportedReason::feature)
                .containsExactlyInAnyOrder("protocol.map_partitions", "protocol.group_map");
    }

    @Test
    void userCodeIsNotAnalysedEither() throws TextFormat.ParseException {
        AnalyzePlanRequest request =
                TextFormat.parse("schema { plan { root { map_partitions {} } } }", AnalyzePlanRequest.class);
        assertThatThrownBy(() -> engine.session().analyze(request))
                .isInstanceOfSatisfying(UnsupportedPlanException.class, e -> assertThat(e.reasons())
                        .extracting(UnsupportedReason::feature)
                        .containsExactly("protocol.map_partitions"));
    }

    @Test
    void cleaningAnEmptyModelCacheIsFine() throws TextFormat.ParseException {
        List<ExecutePlanResponse> responses =
                engine.run(TextFormat.parse("command { ml_command { clean_cache {} } }", Plan.class));
        assertThat(responses).singleElement().satisfies(response -> assertThat(response.hasMlCommandResult())
                .isTrue());
    }
}
