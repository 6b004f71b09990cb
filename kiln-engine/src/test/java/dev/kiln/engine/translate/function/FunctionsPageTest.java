package dev.kiln.engine.translate.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.engine.analysis.ForeignCodeFunctions;
import dev.kiln.engine.translate.relation.TranslationFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FunctionsPageTest {
    /** Writes the page anew instead of comparing it. */
    private static final String UPDATE = "functions.update";

    private static final Path PAGE = Path.of("../docs/functions.md");

    @Test
    void thePageSaysWhatTheEngineDoes() throws Exception {
        // As the engine has them.
        ForeignCodeFunctions.disable();
        String text;
        try (TranslationFixture translation = new TranslationFixture()) {
            text = new FunctionsPage(translation.set("spark.sql.timeType.enabled", "true")).text();
        }
        if (Boolean.getBoolean(UPDATE)) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/functions.md; mvn test -pl kiln-engine -am -Dtest=FunctionsPageTest -D" + UPDATE
                        + "=true makes it anew")
                .isEqualTo(text);
    }
}
