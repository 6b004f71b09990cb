package dev.kiln.conformance.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final String SCHEMA = "struct<a:int>";
    private static final String ERROR = "org.apache.spark.sql.AnalysisException\n{\n  \"errorClass\" : \"X.Y\"\n}";

    @Test
    void comparesRowsAsAMultisetWithoutOrderBy() {
        assertThat(rows("select a from t", "1\n2", "2", "1")).isEqualTo(Verdict.PASS);
        assertThat(rows("select a from (select a from t order by a)", "1\n2", "2", "1"))
                .isEqualTo(Verdict.PASS);
        assertThat(rows("select a from t", "1\n2", "2", "2")).isEqualTo(Verdict.WRONG_ROWS);
    }

    @Test
    void demandsTheOrderThatTheStatementFixes() {
        assertThat(rows("select a from t order by a", "1\n2", "2", "1")).isEqualTo(Verdict.WRONG_ORDER);
        assertThat(rows("select a from t order by a desc", "2\n1", "2", "1")).isEqualTo(Verdict.PASS);
    }

    @Test
    void leavesOpenTheOrderOfRowsThatTheSortKeysDoNotTellApart() {
        assertThat(pairs("select a, b from t order by a", "1\tx\n1\ty\n2\tx", "1\ty", "1\tx", "2\tx"))
                .isEqualTo(Verdict.PASS);
        assertThat(pairs("select a, b from t order by a", "1\tx\n1\ty\n2\tx", "1\ty", "2\tx", "1\tx"))
                .isEqualTo(Verdict.WRONG_ORDER);
        assertThat(pairs("select a, b from t order by hidden", "1\tx\n1\ty", "1\ty", "1\tx"))
                .isEqualTo(Verdict.WRONG_ORDER);
    }

    @Test
    void comparesSchemasBeforeRows() {
        Expected expected = Expected.parse("struct<a:bigint>", "1");

        assertThat(verdict("select 1", expected, new Answer.Rows(SCHEMA, List.of("a"), List.of("1"))))
                .isEqualTo(Verdict.WRONG_SCHEMA);
    }

    @Test
    void comparesErrorsByCondition() {
        Expected expected = Expected.parse("struct<>", ERROR);

        assertThat(verdict("select", expected, failure("X.Y"))).isEqualTo(Verdict.PASS);
        assertThat(verdict("select", expected, failure("X.Z"))).isEqualTo(Verdict.WRONG_ERROR);
        assertThat(verdict("select", expected, failure("UNSUPPORTED_FEATURE.X")))
                .isEqualTo(Verdict.UNSUPPORTED);
        assertThat(verdict("select", expected, new Answer.Rows(SCHEMA, List.of("a"), List.of("1"))))
                .isEqualTo(Verdict.MISSING_ERROR);
    }

    @Test
    void tellsErrorsFromRows() {
        Expected expected = Expected.parse(SCHEMA, "1");

        assertThat(verdict("select 1", expected, failure("X.Y"))).isEqualTo(Verdict.UNEXPECTED_ERROR);
        assertThat(verdict("select 1", expected, failure("UNSUPPORTED_FEATURE.X")))
                .isEqualTo(Verdict.UNSUPPORTED);
        assertThat(verdict("select 1", expected, new Answer.Silence())).isEqualTo(Verdict.TIMEOUT);
    }

    private static Verdict rows(String sql, String expected, String... actual) {
        return verdict(sql, Expected.parse(SCHEMA, expected), new Answer.Rows(SCHEMA, List.of("a"), List.of(actual)));
    }

    private static Verdict pairs(String sql, String expected, String... actual) {
        String schema = "struct<a:int,b:string>";
        return verdict(
                sql, Expected.parse(schema, expected), new Answer.Rows(schema, List.of("a", "b"), List.of(actual)));
    }

    private static Answer failure(String condition) {
        return new Answer.Failure("SomeException", Optional.of(condition), "[" + condition + "] words");
    }

    private static Verdict verdict(String sql, Expected expected, Answer answer) {
        return Comparison.judge(new GoldenStatement(0, sql, expected), answer).verdict();
    }
}
