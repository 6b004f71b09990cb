package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.config.ConfigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps docs/configuration.md equal to the keys. */
final class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final String HEADER = "| key | type | default | meaning |\n| --- | --- | --- | --- |\n";

    @Test
    void listsEveryKey() throws IOException {
        StringBuilder table = new StringBuilder(HEADER);
        for (ConfigKey<?> key : ConfigurationKeys.all()) {
            table.append("| `%s` | %s | `%s` | %s |\n"
                    .formatted(key.name(), key.type(), key.defaultText(), key.description()));
        }
        String page = Files.readString(PAGE);
        assertThat(page.substring(page.indexOf(HEADER)))
                .as("the table of %s; replace it with this one", PAGE)
                .isEqualTo(table.toString());
    }
}
