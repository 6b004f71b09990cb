package dev.kiln.engine;

import static dev.kiln.engine.EmbeddedEngineFixture.sqlRelation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.protocol.Command;
import dev.kiln.protocol.CreateDataFrameViewCommand;
import dev.kiln.protocol.ExecutePlanResponse;
import dev.kiln.protocol.Plan;
import dev.kiln.protocol.Relation;
import dev.kiln.protocol.ShowString;
import dev.kiln.protocol.WriteOperation;
import dev.kiln.spi.EngineException;
import dev.kiln.spi.UnsupportedPlanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose queries come back to the engine: writes, views, variables, scripts. */
class WritesTest {
    @TempDir
    static Path home;

    private static EmbeddedEngineFixture engine;

    @BeforeAll
    static void open() {
        engine = new EmbeddedEngineFixture(home, new FoldingRunner());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    private static Plan command(Command.Builder command) {
        return Plan.newBuilder().setCommand(command).build();
    }

    @Test
    void tablesAreMadeOfQueries() throws IOException {
        engine.sql("create table made using parquet as select 1 as a, 'x' as b");
        assertThat(files(home.resolve("warehouse/made"), ".parquet")).hasSize(1);
        engine.sql("insert into made values (2, 'y')");
        assertThat(files(home.resolve("warehouse/made"), ".parquet")).hasSize(2);
        engine.sql("insert overwrite made values (3, 'z')");
        assertThat(files(home.resolve("warehouse/made"), ".parquet")).hasSize(1);
        engine.sql("drop table made");
        assertThat(home.resolve("warehouse/made")).doesNotExist();
    }

    @Test
    void partitionsAreWrittenAndRecorded() throws IOException {
        engine.sql("create table parts(a int, p string) using csv partitioned by (p)");
        engine.sql("insert into parts values (1, 'p1'), (2, 'p2'), (3, 'p1')");
        assertThat(engine.sql("show partitions parts")).containsExactly("p=p1", "p=p2");
        Path first = files(home.resolve("warehouse/parts/p=p1"), ".csv").get(0);
        assertThat(Files.readAllLines(first)).containsExactly("1", "3");
        engine.sql("drop table parts");
    }

    @Test
    void aRelationIsSavedAsFiles(@TempDir Path target) throws IOException {
        Path directory = target.resolve("out");
        List<ExecutePlanResponse> responses = engine.run(command(Command.newBuilder()
                .setWriteOperation(WriteOperation.newBuilder()
                        .setInput(sqlRelation("values (1, 'a'), (2, 'b') t(n, s)"))
                        .setSource("json")
                        .setPath(directory.toString()))));
        assertThat(responses).isEmpty();
        assertThat(Files.readAllLines(files(directory, ".json").get(0)))
                .containsExactly("{\"n\":1,\"s\":\"a\"}", "{\"n\":2,\"s\":\"b\"}");
    }

    @Test
    void anExistingPathIsNotOverwrittenUnasked(@TempDir Path target) {
        Plan plan = command(Command.newBuilder()
                .setWriteOperation(WriteOperation.newBuilder()
                        .setInput(sqlRelation("select 1 as a"))
                        .setSource("parquet")
                        .setPath(target.toString())));
        assertThatThrownBy(() -> engine.run(plan)).isInstanceOfSatisfying(EngineException.class, e -> assertThat(
                        e.report().condition())
                .contains("PATH_ALREADY_EXISTS"));
    }

    @Test
    void aRelationBecomesATemporaryView() {
        engine.run(command(Command.newBuilder()
                .setCreateDataframeView(CreateDataFrameViewCommand.newBuilder()
                        .setName("seen")
                        .setInput(sqlRelation("select 7 as seven")))));
        assertThat(engine.sql("describe seen")).containsExactly("seven|int|null");
        engine.sql("drop view seen");
    }

    @Test
    void whatCannotBeQueriedIsRefusedBeforeAnythingIsWritten(@TempDir Path target) throws IOException {
        Path directory = target.resolve("out");
        Plan plan = command(Command.newBuilder()
                .setWriteOperation(WriteOperation.newBuilder()
                        .setInput(sqlRelation("select count(*) from range(10)"))
                        .setSource("parquet")
                        .setPath(directory.toString())));
        assertThatThrownBy(() -> engine.run(plan)).isInstanceOf(UnsupportedPlanException.class);
        assertThat(directory).doesNotExist();
    }

    @Test
    void variablesAndScriptsRun() {
        engine.sql("declare counter int = 5");
        engine.sql("set var counter = 6");
        assertThat(engine.sql("begin declare local_count int = 1; select local_count + counter as total; end"))
                .containsExactly("7");
        engine.sql("drop temporary variable counter");
    }

    @Test
    void rowsAreShownAsText() {
        Relation show = Relation.newBuilder()
                .setShowString(ShowString.newBuilder()
                        .setInput(sqlRelation("values (1, 'a'), (2, null) t(n, s)"))
                        .setNumRows(20)
                        .setTruncate(20))
                .build();
        assertThat(EmbeddedEngineFixture.rows(
                        engine.run(Plan.newBuilder().setRoot(show).build())))
                .containsExactly("""
                        +---+----+
                        |  n|   s|
                        +---+----+
                        |  1|   a|
                        |  2|NULL|
                        +---+----+
                        """);
    }

    @Test
    void databasesAreNotReachedByDrivers() {
        assertThatThrownBy(() -> engine.sql("create table far using jdbc options (url 'jdbc:duckdb:', dbtable 't')"))
                .isInstanceOf(UnsupportedPlanException.class);
        assertThatThrownBy(() ->
                        engine.sql("create temporary view far using jdbc options (url 'jdbc:duckdb:', dbtable 't')"))
                .isInstanceOf(UnsupportedPlanException.class);
    }
}
