package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.UnsupportedPlanException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
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

    @Test
    void tablesAreCreatedListedDescribedAndDropped() {
        engine.sql("create table people(id int, name string) using parquet comment 'who'");
        assertThat(engine.sql("show tables like 'people'")).containsExactly("default|people|false");
        assertThat(engine.sql("describe people")).containsExactly("id|int|null", "name|string|null");
        assertThat(engine.sql("show columns in people")).containsExactly("id", "name");
        engine.sql("drop table people");
        assertThat(engine.sql("show tables like 'people'")).isEmpty();
    }

    @Test
    void databasesBecomeCurrent() {
        engine.sql("create database sales");
        engine.sql("use sales");
        assertThat(engine.sql("show current namespace")).containsExactly("spark_catalog|sales");
        engine.sql("use default");
        engine.sql("drop database sales");
    }

    @Test
    void temporaryViewsBelongToTheSession() {
        engine.sql("create temporary view numbers as select 1 as n");
        assertThat(engine.sql("show views like 'numbers'")).containsExactly("|numbers|true");
        assertThat(engine.sql("describe numbers")).containsExactly("n|int|null");
        engine.sql("drop view numbers");
    }

    @Test
    void settingsAreSetAndShown() {
        assertThat(engine.sql("set spark.sql.shuffle.partitions=7")).containsExactly("spark.sql.shuffle.partitions|7");
        assertThat(engine.sql("set spark.sql.shuffle.partitions")).containsExactly("spark.sql.shuffle.partitions|7");
        engine.sql("reset spark.sql.shuffle.partitions");
    }

    @Test
    void aQueryIsEchoedAndNotRun() {
        List<ExecutePlanResponse> responses = engine.run(EmbeddedEngineFixture.sqlCommand("select 1 as a"));
        assertThat(responses).hasSize(1);
        assertThat(responses.get(0).getSqlCommandResult().getRelation())
                .isEqualTo(EmbeddedEngineFixture.sqlRelation("select 1 as a"));
    }

    @Test
    void aCommandAnswersWithRowsWithoutSchemaAndMetrics() {
        List<ExecutePlanResponse> responses = engine.run(EmbeddedEngineFixture.sqlCommand("show databases"));
        assertThat(responses).hasSize(2);
        assertThat(responses
                        .get(0)
                        .getSqlCommandResult()
                        .getRelation()
                        .getLocalRelation()
                        .hasSchema())
                .isFalse();
        assertThat(responses.get(1).hasMetrics()).isTrue();
        assertThat(responses).allSatisfy(response -> {
            assertThat(response.getSessionId()).isEmpty();
            assertThat(response.getServerSideSessionId()).isEmpty();
        });
    }

    @Test
    void wrongQueriesFailWhenTheyAreSent() {
        assertThatThrownBy(() -> engine.sql("select nope from range(3)"))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.report().condition()).contains("UNRESOLVED_COLUMN.WITH_SUGGESTION");
                    assertThat(e.report().sqlState()).contains("42703");
                    assertThat(e.report().parameters()).containsEntry("objectName", "`nope`");
                    assertThat(e.report().classHierarchy())
                            .contains("org.apache.spark.sql.AnalysisException", "java.lang.Object");
                    assertThat(e.report()
                                    .details()
                                    .getErrors(0)
                                    .getSparkThrowable()
                                    .getQueryContexts(0))
                            .satisfies(context -> {
                                assertThat(context.getFragment()).isEqualTo("nope");
                                assertThat(context.getStartIndex()).isEqualTo(7);
                                assertThat(context.getStopIndex()).isEqualTo(10);
                            });
                });
    }

    @Test
    void textThatIsNoSqlIsAParseError() {
        assertThatThrownBy(() -> engine.sql("selct 1")).isInstanceOfSatisfying(EngineException.class, e -> {
            assertThat(e.report().condition()).contains("PARSE_SYNTAX_ERROR");
            assertThat(e.report().classHierarchy().get(0))
                    .isEqualTo("org.apache.spark.sql.catalyst.parser.ParseException");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select reflect('java.lang.Math', 'abs', 1)",
                "select java_method('java.lang.Math', 'abs', 1)",
                "select try_reflect('java.lang.Math', 'abs', 1)",
                "select system.builtin.reflect('java.lang.Math', 'abs', 1)",
                "select * from values (java_method('java.lang.Math', 'abs', 1))",
                "add jar '/tmp/some.jar'",
                "add file '/tmp/some.txt'",
                "create function f as 'some.Class'",
                "create temporary function f as 'some.Class'",
                "create function f as 'some.Class' using jar '/tmp/some.jar'",
                "select transform(id) using 'cat' as (x string) from range(3)"
            })
    void foreignCodeIsRefused(String text) {
        assertThatThrownBy(() -> engine.sql(text)).isInstanceOf(UnsupportedPlanException.class);
    }
}
