package dev.kiln.engine.translate.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.Translation;
import dev.kiln.spi.UnsupportedReason;
import java.sql.SQLException;
import org.apache.spark.SparkThrowable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The expectations are the answers of Spark 4.2.0's own server. */
class SubqueryPredicatesTest {
    private static final String X = " FROM (VALUES (1, 1), (2, 2), (NULL, 3)) AS x(a, b) ";
    private static final String HOLEY = "(SELECT c FROM VALUES (1), (NULL) AS y(c))";

    private TranslationFixture fixture;

    @BeforeEach
    void open() throws SQLException {
        fixture = new TranslationFixture();
    }

    @AfterEach
    void close() throws SQLException {
        fixture.close();
    }

    @Test
    void knowNoThirdTruthValue() throws SQLException {
        assertThat(fixture.rows("SELECT a IN " + HOLEY + ", a NOT IN " + HOLEY + X + "ORDER BY b"))
                .containsExactly("true|false", "false|false", "false|false");
        assertThat(fixture.rows("SELECT b" + X + "WHERE (a IN " + HOLEY + ") IS NULL"))
                .isEmpty();
        assertThat(fixture.rows("SELECT NULL IN " + HOLEY)).containsExactly("null");
        assertThat(fixture.rows("SELECT NULL IN (SELECT 1 WHERE false)")).containsExactly("false");
    }

    @Test
    void areNegatedWhereSparkNegatesThem() throws SQLException {
        assertThat(fixture.rows("SELECT b, NOT (a IN " + HOLEY + " AND b < 9)" + X + "ORDER BY b"))
                .containsExactly("1|false", "2|false", "3|false");
    }

    @Test
    void areOpenForConstantsInTheConditionOfAJoin() throws SQLException {
        assertThat(fixture.rows(
                        "SELECT a, b FROM (SELECT cast(a AS int) AS a FROM (SELECT 1 AS a)) LEFT JOIN (SELECT 2 AS b)"
                                + " ON (a IN (SELECT cast(NULL AS int))) IS NULL"))
                .containsExactly("1|2");
    }

    @Test
    void compareSeveralValues() throws SQLException {
        String pairs = "(SELECT c, d FROM VALUES (1, 1), (2, NULL) AS y(c, d) WHERE c <= b)";
        assertThat(fixture.rows("SELECT b" + X + "WHERE (a, b) IN " + pairs)).containsExactly("1");
        assertThat(fixture.rows("SELECT b" + X + "WHERE (a, b) NOT IN " + pairs))
                .isEmpty();
        assertThat(fixture.rows("SELECT b" + X + "WHERE (a + 5, b) NOT IN " + pairs + " ORDER BY b"))
                .containsExactly("1", "2");
    }

    @Test
    void meanWhatAnOldSettingWants() throws SQLException {
        fixture.set("spark.sql.legacy.nullInEmptyListBehavior", "true");

        assertThat(fixture.rows("SELECT NULL IN (SELECT 1 WHERE false)")).containsExactly("null");
    }

    @Test
    void areRefusedIfAnOldSettingWantsWrongCounts() {
        fixture.set("spark.sql.optimizer.decorrelateExistsSubqueryLegacyIncorrectCountHandling.enabled", "true");

        assertThat(((Translation.Refused) fixture.translate(
                                "SELECT b" + X + "WHERE EXISTS (SELECT count(*) FROM VALUES (1) AS y(c) WHERE c = a)",
                                Strictness.FAST))
                        .reasons())
                .extracting(UnsupportedReason::feature)
                .containsExactly(
                        "setting.spark.sql.optimizer.decorrelateExistsSubqueryLegacyIncorrectCountHandling.enabled");
    }

    @Test
    void maySeeOneSideOfAJoinOnly() {
        assertThatThrownBy(() -> fixture.translate(
                        "SELECT 1 FROM VALUES (1) AS x(a) JOIN VALUES (1) AS y(b)"
                                + " ON EXISTS (SELECT 1 FROM VALUES (1) AS z(c) WHERE c = a AND c = b)",
                        Strictness.FAST))
                .satisfies(error -> assertThat(((SparkThrowable) error).getCondition())
                        .endsWith("UNSUPPORTED_CORRELATED_EXPRESSION_IN_JOIN_CONDITION"));
    }

    @Test
    void aggregateColumnsOfTheQueryAround() throws SQLException {
        assertThat(fixture.rows("SELECT (SELECT max(c) FROM (SELECT a AS c))" + X + "ORDER BY b"))
                .containsExactly("1", "2", "null");
    }
}
