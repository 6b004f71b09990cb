package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kiln.spi.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationSourceTest {
    @TempDir
    private Path temporary;

    private Home home;

    @BeforeEach
    void setUp() {
        home = new Home(temporary);
    }

    @Test
    void theCommandLineWinsOverTheFileAndTheFileOverTheDefault() throws IOException {
        Files.writeString(home.configurationFile(), """
                kiln.log { level = warn, file.maxSize = 1m }
                spark.sql.shuffle.partitions = 7
                """);
        Configuration configuration =
                new ConfigurationSource(Optional.empty(), Map.of("kiln.log.level", "debug")).load(home);
        assertThat(configuration.text("kiln.log.level")).contains("debug");
        assertThat(configuration.get(AppConfig.LOG_FILE_SIZE)).isEqualTo(1L << 20);
        assertThat(configuration.text("spark.sql.shuffle.partitions")).contains("7");
    }

    @Test
    void aNamedFileReplacesTheHomesOwn() throws IOException {
        Files.writeString(home.configurationFile(), "kiln.log.level = warn\n");
        Path other = Files.writeString(temporary.resolve("other.properties"), "kiln.log.file.maxSize=2m\n");
        Configuration configuration = new ConfigurationSource(Optional.of(other), Map.of()).load(home);
        assertThat(configuration.text("kiln.log.level")).isEmpty();
        assertThat(configuration.get(AppConfig.LOG_FILE_SIZE)).isEqualTo(2L << 20);
    }

    @Test
    void mistakesAreNamedInOneLine() throws IOException {
        assertRefused(Map.of("kiln.nonsense", "1"), "unknown configuration key: kiln.nonsense");
        assertRefused(
                Map.of("kiln.log.level", "loud"),
                "bad value for kiln.log.level: 'loud' (level): must be error, warn, info, debug or trace");
        assertRefused(
                Map.of("kiln.server.port", "abc"),
                "bad value for kiln.server.port: 'abc' (integer): must be a whole number");
        Files.writeString(home.configurationFile(), "kiln.log.level = [a, b]\n");
        assertRefused(Map.of(), "bad value for kiln.log.level: a list");
        Files.writeString(home.configurationFile(), "kiln.log.level = {\n");
        assertRefused(Map.of(), "bad configuration file");
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> new ConfigurationSource(Optional.of(temporary.resolve("none")), Map.of()).load(home))
                .withMessageContaining("cannot be read");
    }

    private void assertRefused(Map<String, String> settings, String message) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> new ConfigurationSource(Optional.empty(), settings).load(home))
                .withMessageStartingWith(message)
                .withMessageNotContaining("\n");
    }
}
