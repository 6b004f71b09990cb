package dev.kiln.engine.translate.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.engine.translate.BridgedFunction;
import dev.kiln.engine.translate.Strictness;
import dev.kiln.engine.translate.TranslatedQuery;
import dev.kiln.engine.translate.Translation;
import dev.kiln.spi.UnsupportedReason;
import dev.kiln.sql.print.SqlPrinter;
import java.sql.SQLException;
import java.util.List;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What plans become: their shape, what is bridged, and what is refused. */
class PlanTranslatorTest {
    private static final String T = " FROM VALUES (1, 'a', 1.50) AS t(i, s, d) ";
    private static TranslationFixture fixture;

    @BeforeAll
    static void open() throws SQLException {
        fixture = new TranslationFixture();
    }

    @AfterAll
    static void close() throws SQLException {
        fixture.close();
    }

    private static String print(String sql, Strictness strictness) {
        return SqlPrinter.print(((Translation.Translated) fixture.translate(sql, strictness))
                .query()
                .sql());
    }

    private static List<UnsupportedReason> reasons(String sql) {
        return ((Translation.Refused) fixture.translate(sql, Strictness.FAST)).reasons();
    }

    @Test
    void keepsSparksNamesTypesAndNullability() {
        TranslatedQuery query = fixture.translated("SELECT i AS x, i AS x, 'q' AS `a b`" + T);
        assertThat(query.schema().simpleString()).isEqualTo("struct<x:int,x:int,a b:string>");
        assertThat(query.schema().fields()[2].nullable()).isFalse();
        assertThat(SqlPrinter.print(query.sql())).startsWith("SELECT \"t1\".\"k0\" AS \"k0\", \"t1\".\"k0\" AS \"k1\"");
    }

    @Test
    void putsProjectionsAndFiltersIntoOneBlock() {
        assertThat(fixture.text("SELECT i + 1 AS j" + T + "WHERE i > 0"))
                .containsOnlyOnce("SELECT")
                .contains("WHERE")
                .doesNotContain("*");
    }

    @Test
    void bridgesTheLargestTreeAsOneFunction() {
        TranslatedQuery query = fixture.translated("SELECT initcap(concat(s, soundex(s))) = s" + T);
        assertThat(query.functions()).hasSize(1);
        BridgedFunction function = query.functions().get(0);
        assertThat(function.arguments()).hasSize(1);
        assertThat(function.expression().prettyName()).isEqualTo("initcap");
        Expression leaf = function.expression().collectLeaves().head();
        assertThat(leaf).isInstanceOf(BoundReference.class);
    }

    @Test
    void sharesOneFunctionAmongEqualExpressions() {
        assertThat(fixture.translated("SELECT initcap(s), count(*)" + T + "GROUP BY initcap(s) ORDER BY initcap(s)")
                        .functions())
                .hasSize(1);
    }

    @Test
    void guardsWhatCanFailBehindACondition() {
        assertThat(fixture.text("SELECT i <> 0 AND 10 div i > 3" + T)).contains("IS FALSE THEN FALSE ELSE");
        assertThat(fixture.text("SELECT i <> 0 AND i > 3" + T)).doesNotContain("CASE");
        assertThat(fixture.text("SELECT i" + T + "WHERE i <> 0 AND cast(s AS int) > 3"))
                .contains("ELSE FALSE END");
    }

    @Test
    void leavesWhatCanFailToSparkIfErrorsMustBeSparks() {
        String sql = "SELECT i + 1, i > 1" + T;
        assertThat(print(sql, Strictness.FAST)).doesNotContain("bridge_");
        assertThat(print(sql, Strictness.SPARK_ERRORS)).contains("bridge_").contains("\"t1\".\"k0\" > ");
    }

    @Test
    void multipliesDecimalsInMoreBitsOnDemand() {
        String sql = "SELECT d * d" + T;
        assertThat(print(sql, Strictness.FAST)).contains("\"t1\".\"k2\" * \"t1\".\"k2\"");
        assertThat(print(sql, Strictness.WIDE_DECIMALS))
                .contains("CAST(\"t1\".\"k2\" AS DECIMAL(19, 2)) * \"t1\".\"k2\"");
    }

    @Test
    void findsEveryReason() {
        assertThat(reasons("SELECT input_file_name() FROM (SELECT named_struct() AS e)"))
                .extracting(UnsupportedReason::feature)
                .contains("expression.input_file_name", "type.struct");
    }

    @Test
    void refusesSeedsThatSparkShiftsFromStepToStep() {
        assertThat(reasons("WITH RECURSIVE r(v) AS (SELECT rand(1) UNION ALL SELECT rand(2) FROM r)"
                        + " SELECT v FROM r LIMIT 3"))
                .extracting(UnsupportedReason::feature)
                .containsExactly("relation.recursion");
    }

    @Test
    void failsWithSparksErrorForConstantsThatCannotBe() {
        assertThatThrownBy(() -> fixture.translate("SELECT cast('x' AS int)", Strictness.FAST))
                .isInstanceOfSatisfying(
                        RuntimeException.class, error -> assertThat(((SparkThrowable) error).getCondition())
                                .isEqualTo("CAST_INVALID_INPUT"));
    }

    @Test
    void readsLargeLocalRelationsAsRows() {
        StringBuilder values = new StringBuilder("SELECT * FROM VALUES (0)");
        for (int i = 1; i < 600; i++) {
            values.append(", (").append(i).append(')');
        }
        TranslatedQuery query = fixture.translated(values.toString());
        assertThat(query.sources()).hasSize(1);
        assertThat(query.sources().get(0).source().estimatedRows()).isEqualTo(600);
    }

    @Test
    void boundsRecursion() throws SQLException {
        String counting = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r";
        assertThat(fixture.text(counting)).contains("WITH RECURSIVE").contains("\"step\"");
    }
}
