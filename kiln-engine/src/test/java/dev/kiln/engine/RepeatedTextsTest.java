package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.protocol.Catalog;
import dev.kiln.protocol.Command;
import dev.kiln.protocol.ConfigRequest;
import dev.kiln.protocol.CreateDataFrameViewCommand;
import dev.kiln.protocol.KeyValue;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Range;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.SetCurrentDatabase;
import dev.kiln.protocol.ShowString;
import dev.kiln.protocol.SqlCommand;
import dev.kiln.protocol.SubqueryAlias;
import dev.kiln.protocol.WithRelations;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.EngineSession;
import dev.kiln.spi.Operation;
import dev.kiln.spi.OperationRequest;
import dev.kiln.spi.Preparation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients send a query as a command first and as a relation later: what happens in between must be seen. */
class RepeatedTextsTest {
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

    private static List<String> collect(String query) {
        return collect(EmbeddedEngineFixture.sqlRelation(query));
    }

    private static List<String> collect(Relation relation) {
        return EmbeddedEngineFixture.rows(
                engine.run(Plan.newBuilder().setRoot(relation).build()));
    }

    private static void announce(String query) {
        engine.run(EmbeddedEngineFixture.sqlCommand(query));
    }

    private static void elsewhere(String command) {
        try (EngineSession other = engine.openSession()) {
            Preparation preparation = other.prepare(new OperationRequest(
                    UUID.randomUUID().toString(), EmbeddedEngineFixture.sqlCommand(command), Set.of()));
            try (Operation operation = ((Preparation.Ready) preparation).operation()) {
                operation.run(response -> {});
            }
        }
    }

    @Test
    void unchangedQueriesGiveTheSameAnswer() {
        announce("select id + 1 as a from range(3)");
        assertThat(collect("select id + 1 as a from range(3)")).containsExactly("1", "2", "3");
        assertThat(collect("select id + 1 as a from range(3)")).containsExactly("1", "2", "3");
        assertThat(collect("select id + 2 as a from range(3)")).containsExactly("2", "3", "4");
    }

    @Test
    @SuppressWarnings("deprecation") // the official JVM client uses the old field
    void clientsAreToldWhatToSendNext() {
        String query = "select id + 3 as a from range(2)";
        Plan newer = EmbeddedEngineFixture.sqlCommand(query);
        Plan older = Plan.newBuilder()
                .setCommand(Command.newBuilder()
                        .setSqlCommand(SqlCommand.newBuilder().setSql(query)))
                .build();
        for (int turn = 0; turn < 2; turn++) {
            for (Plan plan : List.of(newer, older)) {
                assertThat(engine.run(plan)).singleElement().satisfies(response -> assertThat(
                                response.getSqlCommandResult().getRelation())
                        .isEqualTo(EmbeddedEngineFixture.sqlRelation(query)));
            }
        }
        assertThat(engine.sql("set some.key=1")).containsExactly("some.key|1");
    }

    @Test
    void settingsCount() {
        String query = "select unix_timestamp(timestamp'2020-01-01 00:00:00') as t";
        set("spark.sql.session.timeZone", "UTC");
        announce(query);
        set("spark.sql.session.timeZone", "Asia/Tokyo");
        assertThat(collect(query)).containsExactly(Long.toString(1_577_836_800L - 9 * 3_600));
        engine.sql("set spark.sql.session.timeZone=UTC");
        assertThat(collect(query)).containsExactly("1577836800");
    }

    private static void set(String key, String value) {
        engine.session()
                .configure(ConfigRequest.Operation.newBuilder()
                        .setSet(ConfigRequest.Set.newBuilder()
                                .addPairs(KeyValue.newBuilder().setKey(key).setValue(value)))
                        .build());
    }

    @Test
    void viewsCount() {
        engine.sql("create temporary view v as select 1 as a");
        announce("select a from v");
        engine.sql("create or replace temporary view v as select 2 as a");
        assertThat(collect("select a from v")).containsExactly("2");
        announce("select * from v");
        engine.run(Plan.newBuilder()
                .setCommand(Command.newBuilder()
                        .setCreateDataframeView(CreateDataFrameViewCommand.newBuilder()
                                .setName("v")
                                .setReplace(true)
                                .setInput(range(2))))
                .build());
        assertThat(collect("select * from v")).containsExactly("0", "1");
    }

    @Test
    void commandsInRelationsCount() {
        engine.sql("create temporary view w as select 1 as a");
        announce("select a from w");
        collect("create or replace temporary view w as select 2 as a");
        assertThat(collect("select a from w")).containsExactly("2");
        announce("select a from w");
        collect(Relation.newBuilder()
                .setShowString(ShowString.newBuilder()
                        .setInput(EmbeddedEngineFixture.sqlRelation(
                                "create or replace temporary view w as select 3 as a"))
                        .setNumRows(1))
                .build());
        assertThat(collect("select a from w")).containsExactly("3");
    }

    private static Relation range(long end) {
        return Relation.newBuilder()
                .setRange(Range.newBuilder().setEnd(end).setStep(1))
                .build();
    }

    @Test
    void referencesCount() {
        String query = "select count(*) as n from r";
        assertThat(collect(withReference(query, 3))).containsExactly("3");
        assertThat(collect(withReference(query, 5))).containsExactly("5");
        assertThatThrownBy(() -> collect(query)).isInstanceOfSatisfying(EngineException.class, e -> assertThat(
                        e.report().condition())
                .contains("TABLE_OR_VIEW_NOT_FOUND"));
    }

    private static Relation withReference(String query, long rows) {
        return Relation.newBuilder()
                .setWithRelations(WithRelations.newBuilder()
                        .setRoot(EmbeddedEngineFixture.sqlRelation(query))
                        .addReferences(Relation.newBuilder()
                                .setSubqueryAlias(
                                        SubqueryAlias.newBuilder().setAlias("r").setInput(range(rows)))))
                .build();
    }

    @Test
    void variablesCount() {
        engine.sql("declare variable x int default 1");
        announce("select x");
        engine.sql("set variable x = 2");
        assertThat(collect("select x")).containsExactly("2");
    }

    @Test
    void functionsCount() {
        engine.sql("create temporary function f(a int) returns int return a + 1");
        announce("select f(1) as a");
        engine.sql("create or replace temporary function f(a int) returns int return a + 10");
        assertThat(collect("select f(1) as a")).containsExactly("11");
    }

    @Test
    void currentNamesCount() {
        engine.sql("create database other");
        engine.sql("create table other.here as select 'other' as a");
        engine.sql("create table default.here as select 'default' as a");
        announce("select a from here");
        collect(Relation.newBuilder()
                .setCatalog(Catalog.newBuilder()
                        .setSetCurrentDatabase(SetCurrentDatabase.newBuilder().setDbName("other")))
                .build());
        assertThat(collect("select a from here")).containsExactly("other");
        engine.sql("use default");
        assertThat(collect("select a from here")).containsExactly("default");
    }

    @Test
    void tablesOfOthersCount() {
        engine.sql("create table t as select 1 as a");
        announce("select * from t");
        elsewhere("insert into t values (2)");
        assertThat(collect("select * from t")).containsExactlyInAnyOrder("1", "2");
        announce("select * from t");
        elsewhere("drop table t");
        elsewhere("create table t as select 'x' as b, 'y' as c");
        assertThat(collect("select * from t")).containsExactly("x|y");
    }

    @Test
    void filesCount() {
        Path directory = home.resolve("files");
        String query = "select * from parquet.`" + directory + "`";
        engine.sql("insert overwrite directory '" + directory + "' using parquet select 1 as a");
        announce(query);
        elsewhere("insert overwrite directory '" + directory + "' using parquet select 'x' as b");
        assertThat(collect(query)).containsExactly("x");
    }

    @Test
    void randomNumbersAreDrawnAnew() {
        String query = "select rand() as r";
        announce(query);
        assertThat(collect(query)).isNotEqualTo(collect(query));
    }
}
