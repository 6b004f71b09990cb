package dev.kiln.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Statements about namespaces and tables, from Spark's SQL. */
final class CatalogTest {
    private static ConnectorSession session;

    @BeforeAll
    static void start() {
        session = new ConnectorSession();
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    @Test
    void namespacesComeAndGo() {
        session.sql("CREATE NAMESPACE store.n COMMENT 'first'");
        assertThat(session.rows("SHOW NAMESPACES IN store")).contains("[n]");
        assertThat(session.rows("DESCRIBE NAMESPACE EXTENDED store.n").toString())
                .contains("first");
        assertThatThrownBy(() -> session.sql("CREATE NAMESPACE store.n")).hasMessageContaining("SCHEMA_ALREADY_EXISTS");
        session.sql("CREATE TABLE store.n.t (a INT)");
        assertThatThrownBy(() -> session.sql("DROP NAMESPACE store.n")).hasMessageContaining("SCHEMA_NOT_EMPTY");
        session.sql("DROP NAMESPACE store.n CASCADE");
        assertThat(session.rows("SHOW NAMESPACES IN store")).doesNotContain("[n]");
        assertThatThrownBy(() -> session.sql("DROP NAMESPACE store.n")).hasMessageContaining("SCHEMA_NOT_FOUND");
    }

    @Test
    void tablesAreDescribedAsTheyWereMade() {
        session.sql(
                "CREATE TABLE store.db.made (k BIGINT NOT NULL COMMENT 'the key', v STRING DEFAULT 'x') USING column"
                        + " OPTIONS (REDUNDANCY '1', COMPRESSION 'zstd') PARTITIONED BY (bucket(8, k)) COMMENT 'mine'"
                        + " TBLPROPERTIES ('a' = 'b')");
        assertThat(session.rows("DESCRIBE store.db.made")).contains("[k,bigint,the key]", "[v,string,null]");
        String shown = session.rows("SHOW CREATE TABLE store.db.made").toString();
        assertThat(shown)
                .contains(
                        "USING column",
                        "'REDUNDANCY' = '1'",
                        "'COMPRESSION' = 'zstd'",
                        "bucket(8, k)",
                        "COMMENT 'mine'")
                .contains("'a' = 'b'")
                .doesNotContain("kiln.");
        assertThatThrownBy(() -> session.sql("CREATE TABLE store.db.made (a INT)"))
                .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");
        assertThat(session.rows("SHOW TABLES IN store.db").toString()).contains("made");
        session.sql("DROP TABLE store.db.made");
        assertThatThrownBy(() -> session.sql("SELECT * FROM store.db.made"))
                .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(() -> session.sql("CREATE TABLE store.db.w (a INT) USING column OPTIONS (BUCKETZ '3')"))
                .hasMessageContaining("BUCKETZ");
        assertThatThrownBy(() -> session.sql("CREATE TABLE store.db.w (a INT) USING column OPTIONS (PARTITION_BY 'b')"))
                .hasMessageContaining("PARTITION_BY");
        assertThatThrownBy(() -> session.sql("CREATE TABLE store.db.w (a INT) USING orc"))
                .hasMessageContaining("USING");
        assertThatThrownBy(() -> session.sql("CREATE TABLE store.db.w (a INT) LOCATION '/x'"))
                .hasMessageContaining("LOCATION");
    }

    @Test
    void columnsChangeWithoutRewritingRows() {
        session.sql("CREATE TABLE store.db.alter (k INT, v STRING) OPTIONS (PARTITION_BY 'k', BUCKETS '2')");
        session.sql("INSERT INTO store.db.alter VALUES (1, 'one'), (2, 'two')");
        session.sql("ALTER TABLE store.db.alter ADD COLUMN w DOUBLE COMMENT 'later' AFTER k");
        session.sql("ALTER TABLE store.db.alter RENAME COLUMN v TO name");
        session.sql("INSERT INTO store.db.alter VALUES (3, 1.5, 'three')");
        assertThat(session.rows("SELECT * FROM store.db.alter ORDER BY k"))
                .containsExactly("[1,null,one]", "[2,null,two]", "[3,1.5,three]");
        session.sql("ALTER TABLE store.db.alter DROP COLUMN w");
        session.sql("ALTER TABLE store.db.alter ADD COLUMN w INT");
        assertThat(session.rows("SELECT * FROM store.db.alter ORDER BY k"))
                .containsExactly("[1,one,null]", "[2,two,null]", "[3,three,null]");
        session.sql("ALTER TABLE store.db.alter RENAME COLUMN k TO key");
        session.sql("INSERT INTO store.db.alter VALUES (4, 'four', 4)");
        assertThat(session.rows("SELECT w FROM store.db.alter WHERE key = 4")).containsExactly("[4]");
        assertThatThrownBy(() -> session.sql("ALTER TABLE store.db.alter DROP COLUMN key"))
                .hasMessageContaining("where rows live");
        session.sql("ALTER TABLE store.db.alter RENAME TO db.renamed");
        assertThat(session.rows("SELECT count(*) FROM store.db.renamed")).containsExactly("[4]");
    }

    @Test
    void columnsGetMoreRoom() {
        String columns = "k INT, i INT, f FLOAT, m DECIMAL(6, 2), y TINYINT, d INT";
        session.sql("CREATE TABLE store.db.wide (" + columns + ") OPTIONS (PARTITION_BY 'k', BUCKETS '2')");
        session.sql("INSERT INTO store.db.wide SELECT id, id * 1000, id / 2, id / 4, id, id FROM range(100)");
        for (String change : List.of(
                "i TYPE BIGINT", "f TYPE DOUBLE", "m TYPE DECIMAL(30, 2)", "y TYPE SMALLINT", "d TYPE DOUBLE")) {
            session.sql("ALTER TABLE store.db.wide ALTER COLUMN " + change);
        }
        assertThat(session.rows("SELECT min(i), max(i), min(f), max(f), max(m), min(y), min(d), max(d), count(m)"
                        + " FROM store.db.wide"))
                .containsExactly("[0,99000,0.0,49.5,24.75,0,0.0,99.0,100]");
        session.sql("INSERT INTO store.db.wide VALUES (7, 5000000000, 1e300, 1234567890123456789012.25, 1000, 0.5)");
        assertThat(session.rows("SELECT min(i), max(i), max(f), max(m), max(y), min(d), max(d) FROM store.db.wide"))
                .containsExactly("[0,5000000000,1.0E300,1234567890123456789012.25,1000,0.0,99.0]");
        assertThat(session.rows("SELECT i, m FROM store.db.wide WHERE i > 98000 OR m = 2.25 OR d = 0.5 ORDER BY i"))
                .containsExactly("[9000,2.25]", "[99000,24.75]", "[5000000000,1234567890123456789012.25]");
        assertThatThrownBy(() -> session.sql("ALTER TABLE store.db.wide ALTER COLUMN k TYPE BIGINT"))
                .hasMessageContaining("where rows live");
    }

    @Test
    void tablesThatAreMadeFromQueriesAppearWholeOrNotAtAll() {
        session.sql("CREATE TABLE store.db.ctas PARTITIONED BY (bucket(4, id)) AS SELECT id FROM range(100)");
        assertThat(session.rows("SELECT count(*), sum(id) FROM store.db.ctas")).containsExactly("[100,4950]");
        assertThatThrownBy(() -> session.sql(
                        "CREATE OR REPLACE TABLE store.db.ctas AS SELECT raise_error('no') AS x FROM range(3)"))
                .hasStackTraceContaining("no");
        assertThat(session.rows("SELECT count(*) FROM store.db.ctas")).containsExactly("[100]");
        session.sql("CREATE OR REPLACE TABLE store.db.ctas AS SELECT 1 AS one");
        assertThat(session.rows("SELECT * FROM store.db.ctas")).containsExactly("[1]");
        assertThat(session.store().tables("db").toString()).doesNotContain("__kiln");
        assertThat(session.store().openWrites()).isEmpty();
    }

    @Test
    void rowTablesAreDescribed() {
        session.sql("CREATE TABLE store.db.rows (k INT, v STRING) USING row OPTIONS (KEY_COLUMNS 'k')");
        assertThat(session.rows("SHOW CREATE TABLE store.db.rows").toString())
                .contains("USING row", "'KEY_COLUMNS' = 'k'");
        assertThat(session.spark.table("store.db.rows").schema().fields()[0].nullable())
                .isFalse();
        assertThatThrownBy(() -> session.sql(
                        "CREATE OR REPLACE TABLE store.db.rows (k INT) USING row" + " OPTIONS (KEY_COLUMNS 'k')"))
                .hasMessageContaining("drop store.db.rows first");
    }

    @Test
    void truncateLeavesTheTable() {
        session.sql("CREATE TABLE store.db.cut AS SELECT id FROM range(10)");
        session.sql("TRUNCATE TABLE store.db.cut");
        assertThat(session.rows("SELECT * FROM store.db.cut")).isEmpty();
    }
}
