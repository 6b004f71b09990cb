package dev.kiln.conformance.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InputTextTest {
    @Test
    void separatesStatementsAtSemicolons() {
        InputText text = InputText.of("-- note\nselect 1;\nselect 'a\\;b'\n-- another\n, 2;\n");

        assertThat(text.statements(name -> "")).containsExactly("select 1", "select 'a\\;b'\n, 2");
    }

    @Test
    void keepsDelimitedStatementsWhole() {
        InputText text = InputText.of(
                "select 1;\n--QUERY-DELIMITER-START\n/* a; b */\nselect 2;\n--QUERY-DELIMITER-END\nselect 3;");

        assertThat(text.statements(name -> "")).containsExactly("select 1", "/* a; b */\nselect 2", "select 3");
    }

    @Test
    void readsSettings() {
        InputText text = InputText.of("--SET a.b = 1, c=x=y\nselect 1;");

        assertThat(text.settings()).isEqualTo(Map.of("a.b", "1", "c", "x=y"));
    }

    @Test
    void putsImportedStatementsFirst() {
        InputText text = InputText.of("--IMPORT other.sql\nselect 2;");

        assertThat(text.statements(name -> "-- from " + name + "\nselect 1;")).containsExactly("select 1", "select 2");
    }
}
