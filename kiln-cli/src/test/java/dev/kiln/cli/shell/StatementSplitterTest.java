package dev.kiln.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StatementSplitterTest {
    @Test
    void semicolonsEndStatements() {
        StatementSplitter split = StatementSplitter.split("select 1; select 2 ;\n;; select 3");
        assertThat(split.statements()).containsExactly("select 1", "select 2");
        assertThat(split.rest().strip()).isEqualTo("select 3");
        assertThat(split.open()).isFalse();
        assertThat(split.all()).containsExactly("select 1", "select 2", "select 3");
    }

    @Test
    void quotesAndCommentsHideSemicolons() {
        assertThat(StatementSplitter.split("select ';', \";\", `;`, 'it''s;', '\\';' -- ;\n/* ; /* ; */ ; */; x")
                        .all())
                .containsExactly("select ';', \";\", `;`, 'it''s;', '\\';' -- ;\n/* ; /* ; */ ; */", "x");
        assertThat(StatementSplitter.split("select r'\\'; select 2").all()).containsExactly("select r'\\'", "select 2");
    }

    @Test
    void commentsAloneAreNoStatement() {
        assertThat(StatementSplitter.split("-- nothing\n; /* nothing */ ;").all())
                .isEmpty();
        assertThat(StatementSplitter.hasCode("  -- x\n")).isFalse();
        assertThat(StatementSplitter.hasCode("/* x */ 1")).isTrue();
    }

    @Test
    void whatIsUnfinishedIsOpen() {
        assertThat(StatementSplitter.split("select 'a;").open()).isTrue();
        assertThat(StatementSplitter.split("select 1 /* a;").open()).isTrue();
        assertThat(StatementSplitter.split("select 1").open()).isFalse();
    }

    @Test
    void compoundStatementsStayWhole() {
        String block = """
                BEGIN
                  DECLARE x INT DEFAULT 1;
                  IF x > 0 THEN SELECT CASE WHEN x = 1 THEN 'a' ELSE 'b' END; END IF;
                  CASE x WHEN 1 THEN SELECT 1; END CASE;
                  WHILE x < 3 DO SET x = x + 1; END WHILE;
                  BEGIN SELECT 2; END;
                END""";
        assertThat(StatementSplitter.split(block + "; SELECT 3;").all()).containsExactly(block, "SELECT 3");
        assertThat(StatementSplitter.split("BEGIN SELECT 1;").open()).isTrue();
        assertThat(StatementSplitter.split("SELECT begin, end; SELECT 2").all()).hasSize(2);
    }
}
