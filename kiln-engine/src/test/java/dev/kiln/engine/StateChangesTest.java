package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.protocol.Catalog;
import dev.kiln.protocol.Command;
import dev.kiln.protocol.CommonInlineUserDefinedFunction;
import dev.kiln.protocol.CreateDataFrameViewCommand;
import dev.kiln.protocol.DropTempView;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SetCurrentDatabase;
import dev.kiln.protocol.WriteStreamOperationStart;
import dev.kiln.spi.StateChange;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateChangesTest {
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

    private static StateChange of(String text) {
        StateChange asCommand = engine.session().stateChange(EmbeddedEngineFixture.sqlCommand(text));
        StateChange asRelation = engine.session()
                .stateChange(Plan.newBuilder()
                        .setRoot(EmbeddedEngineFixture.sqlRelation(text))
                        .build());
        assertThat(asCommand).isEqualTo(asRelation);
        return asCommand;
    }

    private static StateChange of(Command.Builder command) {
        return engine.session()
                .stateChange(Plan.newBuilder().setCommand(command).build());
    }

    private static StateChange of(Catalog.Builder catalog) {
        return engine.session()
                .stateChange(Plan.newBuilder()
                        .setRoot(Relation.newBuilder().setCatalog(catalog))
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                " ( select 1 )",
                "/* a comment */ SELECT 'SET a = 1'",
                "SET",
                "SET -v",
                "SET spark.sql.ansi.enabled",
                "CREATE TABLE t (a INT) USING parquet",
                "CREATE VIEW v AS SELECT 1",
                "CREATE FUNCTION f AS 'some.Class'",
                "DROP FUNCTION f",
                "DROP TABLE t",
                "INSERT INTO t VALUES (1)",
                "EXPLAIN CREATE TEMP VIEW v AS SELECT 1",
                "EXECUTE IMMEDIATE 'SELECT 1'",
                "this is not SQL"
            })
    void whatIsNotOfTheSessionChangesNothing(String text) {
        assertThat(of(text)).isEqualTo(StateChange.NONE);
    }

    @Test
    void settings() {
        assertThat(of("SET spark.sql.ansi.enabled = false"))
                .isEqualTo(new StateChange.Settings(Map.of("spark.sql.ansi.enabled", Optional.of("false"))));
        assertThat(of("SET kiln.engine=spark"))
                .isEqualTo(new StateChange.Settings(Map.of("kiln.engine", Optional.of("spark"))));
        assertThat(of("SET TIME ZONE 'UTC'"))
                .isEqualTo(new StateChange.Settings(Map.of("spark.sql.session.timeZone", Optional.of("UTC"))));
        assertThat(of("RESET spark.sql.ansi.enabled"))
                .isEqualTo(new StateChange.Settings(Map.of("spark.sql.ansi.enabled", Optional.empty())));
        assertThat(of("RESET")).isEqualTo(new StateChange.AllSettings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TEMPORARY VIEW v AS SELECT 1",
                "-- a comment\nCREATE OR REPLACE TEMP VIEW `v` AS SELECT 1",
                "CREATE GLOBAL TEMPORARY VIEW v AS SELECT 1",
                "CREATE TEMP VIEW v USING json OPTIONS (path '/nowhere')",
                "CACHE LAZY TABLE v AS SELECT 1",
                "CREATE TEMPORARY FUNCTION v AS 'some.Class'",
                "CREATE OR REPLACE TEMPORARY FUNCTION v(x INT) RETURNS INT RETURN x + 1",
                "EXECUTE IMMEDIATE 'CREATE TEMPORARY VIEW v AS SELECT 1'"
            })
    void definitions(String text) {
        assertThat(of(text)).isEqualTo(new StateChange.Definition(Set.of("v")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP VIEW v",
                "DROP VIEW IF EXISTS global_temp.v",
                "DROP TEMPORARY VARIABLE v",
                "DROP TEMPORARY FUNCTION IF EXISTS v"
            })
    void removals(String text) {
        assertThat(of(text)).isEqualTo(new StateChange.Removal(Set.of("v")));
    }

    @Test
    void variables() {
        assertThat(of("DECLARE VARIABLE v INT DEFAULT 1")).isEqualTo(new StateChange.Declaration(Set.of("v")));
        assertThat(of("SET VARIABLE v = 2")).isEqualTo(new StateChange.Assignment(Set.of("v")));
        assertThat(of("SET VAR (v, session.w) = (SELECT 1, 2)"))
                .isEqualTo(new StateChange.Assignment(Set.of("v", "w")));
        assertThat(of("EXECUTE IMMEDIATE 'SELECT 1' INTO v")).isEqualTo(new StateChange.Assignment(Set.of("v")));
    }

    @Test
    void textsAndNamesThatAreComputed() {
        engine.run(EmbeddedEngineFixture.sqlCommand(
                "DECLARE OR REPLACE VARIABLE todo STRING DEFAULT 'CREATE TEMP VIEW made AS SELECT 1'"));
        assertThat(of("EXECUTE IMMEDIATE todo")).isEqualTo(new StateChange.Definition(Set.of("made")));
        assertThat(of("EXECUTE IMMEDIATE concat('SELECT ', '1')")).isEqualTo(StateChange.NONE);
        assertThat(of("CREATE TEMP VIEW IDENTIFIER('a' || 'b') AS SELECT 1"))
                .isEqualTo(new StateChange.Definition(Set.of("ab")));
        assertThat(of("EXECUTE IMMEDIATE no_such_variable")).isInstanceOf(StateChange.Unforeseeable.class);
        assertThat(of("CREATE TEMP VIEW IDENTIFIER(:name) AS SELECT 1")).isInstanceOf(StateChange.Unforeseeable.class);
    }

    @Test
    void scripts() {
        assertThat(of("BEGIN DECLARE a INT = 1; SELECT a; INSERT INTO t VALUES (a); END"))
                .isEqualTo(StateChange.NONE);
        StateChange change = of("""
                BEGIN
                  DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN
                    EXECUTE IMMEDIATE 'SET spark.sql.ansi.enabled = false';
                  END;
                  SET v = 1;
                  IF v > 0 THEN
                    CREATE TEMPORARY VIEW w AS SELECT 1;
                  ELSE
                    BEGIN USE d; END;
                  END IF;
                  WHILE v > 0 DO
                    EXECUTE IMMEDIATE 'DROP VIEW u';
                  END WHILE;
                END""");
        assertThat(change.isRepeatable()).isFalse();
        assertThat(((StateChange.Several) change).parts())
                .containsExactlyInAnyOrder(
                        new StateChange.Settings(Map.of("spark.sql.ansi.enabled", Optional.of("false"))),
                        new StateChange.Assignment(Set.of("v")),
                        new StateChange.Definition(Set.of("w")),
                        new StateChange.CurrentNames(),
                        new StateChange.Removal(Set.of("u")));
    }

    @Test
    void alterations() {
        assertThat(of("ALTER VIEW v AS SELECT 2")).isEqualTo(new StateChange.Alteration(Set.of("v")));
        assertThat(of("ALTER VIEW v RENAME TO w")).isEqualTo(new StateChange.Renaming("v", "w"));
    }

    @Test
    void others() {
        assertThat(of("USE some_database")).isEqualTo(new StateChange.CurrentNames());
        assertThat(of("SET CATALOG spark_catalog")).isEqualTo(new StateChange.CurrentNames());
        assertThat(of("CLEAR CACHE")).isEqualTo(new StateChange.Resources());
        assertThat(of("ADD JAR '/some.jar'")).isEqualTo(new StateChange.Resources());
    }

    @Test
    void requestsThatAreNoText() {
        assertThat(of(Command.newBuilder()
                        .setCreateDataframeView(
                                CreateDataFrameViewCommand.newBuilder().setName("v"))))
                .isEqualTo(new StateChange.Definition(Set.of("v")));
        assertThat(of(Command.newBuilder()
                        .setRegisterFunction(
                                CommonInlineUserDefinedFunction.newBuilder().setFunctionName("f"))))
                .isEqualTo(new StateChange.Definition(Set.of("f")));
        assertThat(of(Command.newBuilder()
                                .setWriteStreamOperationStart(WriteStreamOperationStart.newBuilder()
                                        .setFormat("memory")
                                        .setQueryName("words")))
                        .affected())
                .containsExactly("words");
        assertThat(of(Catalog.newBuilder()
                        .setSetCurrentDatabase(SetCurrentDatabase.newBuilder().setDbName("d"))))
                .isEqualTo(new StateChange.CurrentNames());
        assertThat(of(Catalog.newBuilder()
                        .setDropTempView(DropTempView.newBuilder().setViewName("v"))))
                .isEqualTo(new StateChange.Removal(Set.of("v")));
    }
}
