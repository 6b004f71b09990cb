package dev.kiln.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.EngineException;
import dev.kiln.spi.Preparation;
import dev.kiln.spi.UnsupportedPlanException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.InMemoryRowLevelOperationTableCatalog;
import org.apache.spark.sql.connector.catalog.InMemoryTableCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of a catalog that is plugged in: Spark's own one for tests, which changes rows by groups or one by one. */
class CatalogTablesTest {
    @TempDir
    static Path home;

    private static EmbeddedEngineFixture engine;

    @BeforeAll
    static void open() {
        engine = new EmbeddedEngineFixture(
                home,
                Map.of(
                        "spark.sql.catalog.cat",
                        InMemoryRowLevelOperationTableCatalog.class.getName(),
                        "spark.sql.catalog.plain",
                        InMemoryTableCatalog.class.getName()));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @BeforeEach
    void namespace() {
        sql("create namespace if not exists cat.db");
    }

    @AfterEach
    void cleanUp() {
        sql("use spark_catalog.default");
        sql("drop namespace if exists cat.db cascade");
    }

    private static List<String> sql(String text) {
        return engine.sql(text);
    }

    @Test
    void namespacesAndTablesAreListedMadeRenamedAndDropped() {
        sql("create namespace cat.other");
        assertThat(sql("show namespaces in cat")).containsExactlyInAnyOrder("db", "other");
        sql("drop namespace cat.other");
        sql("create table cat.db.t (id bigint not null, name string comment 'who') partitioned by (id)"
                + " comment 'people' tblproperties ('a' = 'b')");
        sql("use cat.db");
        assertThat(sql("show tables")).containsExactly("db|t|false");
        assertThat(sql("describe t")).contains("id|bigint|null", "name|string|who");
        assertThat(sql("show create table t").get(0))
                .contains("CREATE TABLE cat.db.t", "name STRING", "COMMENT 'who'", "COMMENT 'people'", "'a' = 'b'");
        assertThat(sql("show tblproperties t ('a')")).containsExactly("a|b");
        sql("alter table t add columns (age int)");
        sql("alter table t rename column age to years");
        sql("insert into t values (1, 'x', 30)");
        assertThat(sql("select years from t")).containsExactly("30");
        sql("alter table t drop column years");
        sql("alter table t rename to db.u");
        assertThat(sql("select * from cat.db.u")).containsExactly("1|x");
        sql("drop table u");
        assertThat(sql("show tables in cat.db")).isEmpty();
    }

    @Test
    void tablesThatTakeConditionsLoseTheRowsThatFulfilThem() {
        sql("create namespace if not exists plain.db");
        sql("create table plain.db.t (id bigint, p string) partitioned by (p)");
        sql("insert into plain.db.t values (1, 'a'), (2, 'b'), (3, 'c')");
        sql("delete from plain.db.t where p = lower('B')");
        assertThat(sql("select id from plain.db.t order by id")).containsExactly("1", "3");
        assertThatThrownBy(() -> sql("update plain.db.t set id = 0")).isInstanceOf(EngineException.class);
        sql("insert overwrite plain.db.t partition (p = 'a') values (10)");
        assertThat(sql("select id from plain.db.t order by id")).containsExactly("3", "10");
        sql("truncate table plain.db.t");
        assertThat(sql("select count(*) from plain.db.t")).containsExactly("0");
    }

    @Test
    void queriesGoIntoTablesAndReplaceTheirRows() {
        sql("create table cat.db.t as select id, cast(id % 3 as string) as k from range(5000)");
        assertThat(sql("select k, count(*), sum(id) from cat.db.t group by k order by k"))
                .containsExactly("0|1667|4165833", "1|1667|4167500", "2|1666|4164167");
        sql("insert into cat.db.t select id + 10000, 'n' from range(2)");
        assertThat(sql("select count(*), max(id) from cat.db.t")).containsExactly("5002|10001");
        sql("insert into cat.db.t (k, id) values ('named', -1)");
        assertThat(sql("select k from cat.db.t where id < 0")).containsExactly("named");
        sql("insert overwrite cat.db.t select id * 2, 'two' from cat.db.t where id between 1 and 3");
        assertThat(sql("select * from cat.db.t order by id")).containsExactly("2|two", "4|two", "6|two");
        sql("create or replace table cat.db.t as select a.id, b.k from cat.db.t a join cat.db.t b on a.id = b.id + 2");
        assertThat(sql("select * from cat.db.t order by id")).containsExactly("4|two", "6|two");
    }

    @Test
    void tablesAreJoinedWithOthersAndReadInSubqueries() {
        sql("create table cat.db.a as select id, id % 10 as g from range(100)");
        sql("create table cat.db.b as select id as g, concat('g', id) as name from range(5)");
        sql("create or replace temp view v as select * from values (1, 'one'), (3, 'three') as v(g, word)");
        assertThat(sql("select b.name, v.word, count(*) from cat.db.a a join cat.db.b b on a.g = b.g"
                        + " left join v on v.g = b.g where a.id > 49 and b.g in (1, 2) group by 1, 2 order by 1"))
                .containsExactly("g1|one|5", "g2|null|5");
        assertThat(sql("select id from cat.db.a o where id = (select max(id) from cat.db.a i where i.g = o.g)"
                        + " and exists (select 1 from cat.db.b where b.g = o.g) order by id"))
                .containsExactly("90", "91", "92", "93", "94");
        assertThat(sql("with c as (select g, count(*) n from cat.db.a group by g)"
                        + " select x.g, x.n + y.n from c x join c y on x.g = y.g + 8 order by 1"))
                .containsExactly("8|20", "9|20");
        assertThat(sql("select g from cat.db.a where id < 2 union all select g from cat.db.b where g > 3 order by g"))
                .containsExactly("0", "1", "4");
        assertThat(sql("select * from cat.db.b order by name desc limit 2")).containsExactly("4|g4", "3|g3");
        assertThat(sql("select count(*) from cat.db.a a, lateral (select b.g from cat.db.b b where b.g = a.g) x"))
                .containsExactly("50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'supports-deltas' = 'true'", "'supports-deltas' = 'true', 'split-updates' = 'true'"})
    void rowsAreChangedAndRemoved(String properties) {
        people("t", properties);
        sql("update cat.db.t set salary = salary + 1, dep = concat(dep, '!') where pk < 3");
        assertThat(sql("select * from cat.db.t order by pk"))
                .containsExactly("1|101|hr!", "2|201|it!", "3|300|hr", "4|400|ops");
        sql("update cat.db.t set salary = 0 where pk in (select pk from cat.db.t where salary > 350)");
        assertThat(sql("select salary from cat.db.t where pk = 4")).containsExactly("0");
        sql("delete from cat.db.t where dep = 'hr' or pk = 1 + 1");
        assertThat(sql("select pk from cat.db.t order by pk")).containsExactly("1", "4");
        sql("delete from cat.db.t where pk in (select 4)");
        assertThat(sql("select pk from cat.db.t")).containsExactly("1");
        sql("delete from cat.db.t");
        assertThat(sql("select pk from cat.db.t")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'supports-deltas' = 'true'", "'supports-deltas' = 'true', 'split-updates' = 'true'"})
    void rowsAreMerged(String properties) {
        people("t", properties);
        sql("create or replace temp view s as select * from values (1, 1000, 'x'), (3, 3000, 'del'), (7, 7000, 'new'),"
                + " (8, 8000, 'skip') as s(pk, salary, dep)");
        sql("merge into cat.db.t t using s on t.pk = s.pk"
                + " when matched and s.dep = 'del' then delete"
                + " when matched then update set salary = s.salary"
                + " when not matched and s.dep = 'new' then insert (pk, salary, dep) values (s.pk, s.salary, 'hr')"
                + " when not matched by source and t.pk = 2 then update set dep = 'alone'"
                + " when not matched by source then delete");
        assertThat(sql("select * from cat.db.t order by pk")).containsExactly("1|1000|hr", "2|200|alone", "7|7000|hr");
        sql("merge into cat.db.t t using s on t.pk = s.pk when not matched then insert *");
        assertThat(sql("select pk from cat.db.t order by pk")).containsExactly("1", "2", "3", "7", "8");
    }

    @Test
    void mergingTwoRowsIntoOneIsAnError() {
        people("t", "'supports-deltas' = 'true'");
        String merge = "merge into cat.db.t t using (select 1 as pk, explode(array(1, 2)) as salary) s on t.pk = s.pk"
                + " when matched then update set salary = s.salary";
        assertThatThrownBy(() -> sql(merge)).isInstanceOfSatisfying(EngineException.class, e -> assertThat(
                        e.report().toString())
                .contains("MERGE_CARDINALITY_VIOLATION"));
        assertThat(sql("select salary from cat.db.t where pk = 1")).containsExactly("100");
    }

    @Test
    void failedWritesLeaveNothing() {
        sql("create table cat.db.t (id bigint)");
        String failing = "select if(id = 4000, cast(raise_error('boom') as bigint), id) as id from range(5000)";
        assertThatThrownBy(() -> sql("insert into cat.db.t " + failing)).hasMessageContaining("boom");
        assertThat(sql("select count(*) from cat.db.t")).containsExactly("0");
        assertThatThrownBy(() -> sql("create table cat.db.u as " + failing)).hasMessageContaining("boom");
        assertThat(sql("show tables in cat.db")).containsExactly("db|t|false");
    }

    @Test
    void sessionsCannotNameClasses() {
        sql("set spark.sql.catalog.mine = " + InMemoryRowLevelOperationTableCatalog.class.getName());
        assertThat(sql("set spark.sql.catalog.mine")).hasSize(1);
        assertThat(engine.prepare(EmbeddedEngineFixture.sqlCommand("show tables in mine.db")))
                .isInstanceOf(Preparation.Ready.class);
        assertThatThrownBy(() -> sql("show tables in mine.db")).isInstanceOf(UnsupportedPlanException.class);
        sql("set spark.sql.catalog.cat = no.such.Class");
        sql("set spark.sql.catalog.spark_catalog = no.such.Class");
        sql("create table cat.db.t (id bigint)");
        assertThat(sql("show tables in cat.db")).containsExactly("db|t|false");
        assertThat(sql("show tables in spark_catalog.default")).isEmpty();
    }

    private static void people(String name, String properties) {
        sql("create table cat.db." + name + " (pk int not null, salary int, dep string) partitioned by (dep)"
                + (properties.isEmpty() ? "" : " tblproperties (" + properties + ")"));
        sql("insert into cat.db." + name + " values (1, 100, 'hr'), (2, 200, 'it'), (3, 300, 'hr'), (4, 400, 'ops')");
    }
}
