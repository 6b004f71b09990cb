package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Plan;
import dev.kiln.spi.EngineException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests from the message to the rows, with the execution that servers have. */
class QueriesTest {
    private static final String OBSERVED = "collect_metrics { name: 'seen' "
            + "input { range { end: 10 step: 1 } } "
            + "metrics { expression_string { expression: 'count(1) as rows' } } "
            + "metrics { expression_string { expression: 'max(id) as top' } } }";

    @TempDir
    static Path home;

    private static EmbeddedEngineFixture engine;

    @BeforeAll
    static void open() {
        engine = new EmbeddedEngineFixture(home);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static List<ExecutePlanResponse> run(String plan) throws TextFormat.ParseException {
        return engine.run(TextFormat.parse(plan, Plan.class));
    }

    @Test
    void aResultIsASchemaBatchesAndMetricsInThisOrder() throws TextFormat.ParseException {
        List<ExecutePlanResponse> responses = run("root { range { end: 3 step: 1 } }");
        assertThat(responses.get(0).hasSchema()).isTrue();
        assertThat(responses.get(1).getArrowBatch().getRowCount()).isEqualTo(3);
        assertThat(responses.get(responses.size() - 1).hasMetrics()).isTrue();
        assertThat(EmbeddedEngineFixture.rows(responses)).containsExactly("0", "1", "2");
    }

    @Test
    void anEmptyResultHasOneEmptyBatch() throws TextFormat.ParseException {
        List<ExecutePlanResponse> responses = run("root { limit { limit: 0 input { range { end: 3 step: 1 } } } }");
        assertThat(responses.stream().filter(ExecutePlanResponse::hasArrowBatch))
                .singleElement()
                .satisfies(response ->
                        assertThat(response.getArrowBatch().getRowCount()).isZero());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "sql { query: 'select ? + 1 as x' pos_arguments { literal { integer: 4 } } }; 5",
                "sql { query: 'select :a || :b as x' "
                        + "named_arguments { key: 'a' value { literal { string: 'k' } } } "
                        + "named_arguments { key: 'b' value { literal { string: 'n' } } } }; kn",
                "sql { query: 'select count(*) from range(:n)' "
                        + "named_arguments { key: 'n' value { literal { long: 7 } } } }; 7"
            })
    void parametersAreBound(String relation, String expected) throws TextFormat.ParseException {
        assertThat(EmbeddedEngineFixture.rows(run("root { " + relation + " }"))).containsExactly(expected);
        List<ExecutePlanResponse> echoed = run("command { sql_command { input { " + relation + " } } }");
        Plan again = Plan.newBuilder()
                .setRoot(echoed.get(0).getSqlCommandResult().getRelation())
                .build();
        assertThat(EmbeddedEngineFixture.rows(engine.run(again))).containsExactly(expected);
    }

    @Test
    void metricsAreObserved() throws TextFormat.ParseException {
        List<ExecutePlanResponse> responses = run("root { common { plan_id: 12 } " + OBSERVED + " }");
        ExecutePlanResponse.ObservedMetrics metrics =
                responses.get(responses.size() - 1).getObservedMetrics(0);
        assertThat(metrics.getName()).isEqualTo("seen");
        assertThat(metrics.getPlanId()).isEqualTo(12);
        assertThat(metrics.getKeysList()).containsExactly("rows", "top");
        assertThat(metrics.getValues(0).getLong()).isEqualTo(10);
        assertThat(metrics.getValues(1).getLong()).isEqualTo(9);
        assertThat(EmbeddedEngineFixture.rows(responses)).hasSize(10);
    }

    @Test
    void writesObserveToo() throws TextFormat.ParseException {
        List<ExecutePlanResponse> responses = run("command { write_operation { source: 'json' path: '"
                + home.resolve("observed") + "' input { " + OBSERVED + " } } }");
        assertThat(responses).singleElement().satisfies(response -> assertThat(
                        response.getObservedMetrics(0).getValues(0).getLong())
                .isEqualTo(10));
    }

    @Test
    void statisticsAndCatalogRelationsRun() throws TextFormat.ParseException {
        assertThat(EmbeddedEngineFixture.rows(run("root { catalog { current_database {} } }")))
                .containsExactly("default");
        assertThat(EmbeddedEngineFixture.rows(
                        run("root { crosstab { input { sql { query: 'values (1, 2), (1, 3) t(a, b)' } } "
                                + "col1: 'a' col2: 'b' } }")))
                .containsExactly("1|1|1");
        assertThat(EmbeddedEngineFixture.rows(
                        run("root { show_string { num_rows: 1 truncate: 20 input { range { end: 3 step: 1 } } } }")))
                .singleElement()
                .asString()
                .contains("only showing top 1 row");
    }

    @Test
    void plansAreExplainedWithTheEnginesOwnPart() {
        assertThat(engine.sql("explain select id + 1 as next from range(3)").get(0))
                .contains("Scan Kiln", "[next#");
    }

    @Test
    void errorsAreRaisedInColumnsThatAreCast() {
        assertThatThrownBy(
                        () -> engine.sql(
                                "select cast(e as array<string>) as c, id from (select id, raise_error('no') as e from range(3))"))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.report().condition()).contains("USER_RAISED_EXCEPTION"));
        assertThat(engine.sql("select null as v union all select id + 1 from range(1)"))
                .containsExactlyInAnyOrder("null", "1");
    }

    @Test
    void failuresOfTheRunAreSparks() {
        assertThatThrownBy(() -> engine.sql("select id / (id - 1) from range(3)"))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.report().condition()).contains("DIVIDE_BY_ZERO");
                    assertThat(e.report().sqlState()).contains("22012");
                    assertThat(e.report()
                                    .details()
                                    .getErrors(0)
                                    .getSparkThrowable()
                                    .getQueryContexts(0))
                            .satisfies(
                                    context -> assertThat(context.getFragment()).isEqualTo("id / (id - 1)"));
                });
    }
}
