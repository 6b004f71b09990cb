package dev.kiln.engine.translate.relation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries that DuckDB answers alone, each with Spark's answer. */
class NativeQueriesTest {
    private static final String T =
            " (VALUES (1, 'a', 1.50), (2, 'b', 2.25), (3, 'a', NULL), (NULL, 'c', -4.00)) AS t(i, s, d) ";
    private static TranslationFixture fixture;

    @BeforeAll
    static void open() throws SQLException {
        fixture = new TranslationFixture();
    }

    @AfterAll
    static void close() throws SQLException {
        fixture.close();
    }

    private static List<String> rows(String sql) throws SQLException {
        return fixture.rows(sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1 + 1; 2",
                "7 / 2; 3.5",
                "-7 div 2; -3",
                "-7 % 3; -1",
                "cast(-2.5 as int); -2",
                "cast(1.25 as decimal(3, 1)); 1.3",
                "5 <=> NULL; false",
                "substring('hello', 2, 3); ell",
                "trim('  x '); x",
                "concat('a', NULL); null",
                "'abc' LIKE 'a_c'; true",
                "date_add(DATE'2024-01-31', 1); 2024-02-01",
                "add_months(DATE'2024-01-31', 1); 2024-02-29",
                "CASE WHEN 1 > 2 THEN 'x' END; null",
                "array(1, 2)[1]; 2",
                "named_struct('a', 1, 'b', 'x').b; x"
            })
    void evaluatesConstants(String expression, String value) throws SQLException {
        assertThat(rows("SELECT " + expression)).containsExactly(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "i + 1; 2",
                "i / 4; 0.25",
                "d * d; 2.2500",
                "d + i; 2.50",
                "-i; -1",
                "year(dt); 2024",
                "dayofweek(dt); 5",
                "weekday(dt); 3",
                "datediff(dt, DATE'2024-02-01'); 28",
                "cast(dt as timestamp_ntz); 2024-02-29 00:00:00.0",
                "length(s); 1",
                "i IN (1, 5); true",
                "i > 0 AND 10 div i > 3; true",
                "coalesce(nothing, i); 1",
                "a[1]; 20",
                "size(a); 2",
                "st.y; q",
                "cast(f as int); -1",
                "isnan(f); false",
                "floor(f); -2",
                "if(i = 1, s, 'z'); x"
            })
    void evaluatesColumns(String expression, String value) throws SQLException {
        assertThat(rows("SELECT " + expression
                        + " FROM (VALUES (1, 1.50BD, DATE'2024-02-29', 'x', array(10, 20), named_struct('x', 1, 'y', 'q'),"
                        + " -1.5D, cast(NULL as int))) t(i, d, dt, s, a, st, f, nothing)"))
                .containsExactly(value);
    }

    @Test
    void filtersAndSortsWithNullsWhereSparkPutsThem() throws SQLException {
        assertThat(rows("SELECT i, s FROM" + T + "ORDER BY i")).containsExactly("null|c", "1|a", "2|b", "3|a");
        assertThat(rows("SELECT i FROM" + T + "ORDER BY i DESC")).containsExactly("3", "2", "1", "null");
        assertThat(rows("SELECT s FROM" + T + "WHERE i > 1 AND d > 0")).containsExactly("b");
        assertThat(rows("SELECT i FROM" + T + "ORDER BY i LIMIT 2 OFFSET 1")).containsExactly("1", "2");
    }

    @Test
    void groups() throws SQLException {
        assertThat(rows("SELECT s, count(*), sum(i), max(d), count(i) FROM" + T + "GROUP BY s ORDER BY s"))
                .containsExactly("a|2|4|1.50|2", "b|1|2|2.25|1", "c|1|null|-4.00|0");
        assertThat(rows("SELECT s = 'a' AS k, avg(i) FROM" + T + "WHERE s < 'c' GROUP BY k HAVING count(*) > 1"))
                .containsExactly("true|2.0");
    }

    @Test
    void countsDistinctRowsWithoutNulls() throws SQLException {
        assertThat(rows("SELECT count(DISTINCT s), count(DISTINCT s, d), count(i) FILTER (WHERE s = 'a') FROM" + T))
                .containsExactly("3|3|2");
    }

    @Test
    void groupsBySets() throws SQLException {
        assertThat(rows("SELECT s, i, count(*), grouping_id() FROM" + T
                        + "WHERE s <> 'c' GROUP BY ROLLUP (s, i) ORDER BY 4, 1, 2"))
                .containsExactly("a|1|1|0", "a|3|1|0", "b|2|1|0", "a|null|2|1", "b|null|1|1", "null|null|3|3");
        assertThat(rows("SELECT count(*) FROM" + T + "WHERE false GROUP BY ROLLUP (s)"))
                .isEmpty();
        assertThat(rows("SELECT count(*) FROM" + T + "WHERE false GROUP BY 'x'"))
                .isEmpty();
        assertThat(rows("SELECT count(*) FROM" + T + "WHERE false")).containsExactly("0");
        assertThat(rows("SELECT 1 FROM" + T + "HAVING true")).containsExactly("1");
    }

    @Test
    void joins() throws SQLException {
        String u = " (VALUES (1, 'x'), (2, 'y'), (9, 'z')) AS u(j, v) ";
        assertThat(rows("SELECT s, v FROM" + T + "JOIN" + u + "ON i = j ORDER BY v"))
                .containsExactly("a|x", "b|y");
        assertThat(rows("SELECT s, v FROM" + T + "FULL JOIN" + u + "ON i = j ORDER BY s, v"))
                .containsExactly("null|z", "a|null", "a|x", "b|y", "c|null");
        assertThat(rows("SELECT s FROM" + T + "LEFT ANTI JOIN" + u + "ON i = j ORDER BY s"))
                .containsExactly("a", "c");
        assertThat(rows("SELECT i, v FROM" + T + ", LATERAL (SELECT v FROM" + u + "WHERE j = i) ORDER BY i"))
                .containsExactly("1|x", "2|y");
        assertThat(rows("SELECT count(*) FROM" + T + "CROSS JOIN" + u)).containsExactly("12");
    }

    @Test
    void runsSubqueries() throws SQLException {
        String u = " (VALUES (1, 'x'), (2, 'y'), (9, 'z')) AS u(j, v) ";
        assertThat(rows("SELECT i, (SELECT max(v) FROM" + u + "WHERE j = i) FROM" + T + "ORDER BY i"))
                .containsExactly("null|null", "1|x", "2|y", "3|null");
        assertThat(rows("SELECT s FROM" + T + "WHERE EXISTS (SELECT 1 FROM" + u + "WHERE j = i + 1) ORDER BY s"))
                .containsExactly("a");
        assertThat(rows("SELECT s FROM" + T + "WHERE i NOT IN (SELECT j FROM" + u + ") ORDER BY s"))
                .containsExactly("a");
        assertThat(rows("SELECT s FROM" + T + "WHERE (i, s) IN (SELECT j, 'a' FROM" + u + ")"))
                .containsExactly("a");
    }

    @Test
    void namesQueries() throws SQLException {
        assertThat(rows("WITH c AS (SELECT i + 1 AS k FROM" + T
                        + ") SELECT a.k, b.k FROM c a JOIN c b ON a.k = b.k + 1 ORDER BY 1"))
                .containsExactly("3|2", "4|3");
    }

    @Test
    void combinesSets() throws SQLException {
        assertThat(rows("SELECT 1 UNION ALL SELECT 1 UNION ALL SELECT NULL")).containsExactly("1", "1", "null");
        assertThat(rows("SELECT 1 UNION SELECT 1")).containsExactly("1");
        assertThat(rows("(SELECT 1 UNION ALL SELECT 1) EXCEPT ALL SELECT 1")).containsExactly("1");
        assertThat(rows("SELECT DISTINCT s FROM" + T + "INTERSECT SELECT 'a'")).containsExactly("a");
    }

    @Test
    void computesWindows() throws SQLException {
        assertThat(rows("SELECT i, row_number() OVER (ORDER BY i), sum(i) OVER (ORDER BY i),"
                        + " lag(s, 1, '-') OVER (ORDER BY i), first_value(i) IGNORE NULLS OVER (ORDER BY i),"
                        + " count(*) OVER (PARTITION BY s ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)"
                        + " FROM" + T + "ORDER BY i"))
                .containsExactly("null|1|null|-|null|1", "1|2|1|c|1|1", "2|3|3|a|1|1", "3|4|6|b|1|2");
    }

    @Test
    void filtersTheFirstAndLastRowsOfWindows() throws SQLException {
        assertThat(rows("SELECT first_value(i) FILTER (WHERE s <> 'a') OVER (ORDER BY s, i),"
                        + " last_value(i) FILTER (WHERE s <> 'a') IGNORE NULLS OVER (ORDER BY s, i) FROM" + T
                        + "ORDER BY s, i"))
                .containsExactly("null|null", "null|null", "2|2", "2|2");
    }

    @Test
    void generatesRows() throws SQLException {
        assertThat(rows(
                        "SELECT i, x FROM (SELECT 1 AS i, array(5, 6) AS a UNION ALL SELECT 2, CAST(NULL AS array<int>))"
                                + " LATERAL VIEW OUTER explode(a) AS x ORDER BY i, x"))
                .containsExactly("1|5", "1|6", "2|null");
        assertThat(rows("SELECT posexplode(array('p', 'q'))")).containsExactly("0|p", "1|q");
        assertThat(rows("SELECT id FROM range(3, 7, 2)")).containsExactly("3", "5");
    }

    @Test
    void unpivots() throws SQLException {
        assertThat(rows("SELECT * FROM (SELECT 1 AS a, 2 AS b) UNPIVOT (v FOR k IN (a, b)) ORDER BY k"))
                .containsExactly("a|1", "b|2");
    }

    @Test
    void showsMinusZeroAsZeroInGroups() throws SQLException {
        assertThat(rows("SELECT f FROM (VALUES (-0.0D), (0.0D)) t(f) GROUP BY f"))
                .containsExactly("0.0");
        assertThat(rows("SELECT DISTINCT f FROM (VALUES (-0.0D)) t(f)")).containsExactly("0.0");
    }

    @Test
    void drawsDisjointSamples() throws SQLException {
        String base = "SELECT count(*) FROM (SELECT id FROM range(1000)) TABLESAMPLE (50 PERCENT) REPEATABLE (7)";
        assertThat(rows(base)).isEqualTo(rows(base));
        assertThat(Long.parseLong(rows(base).get(0))).isBetween(400L, 600L);
    }
}
