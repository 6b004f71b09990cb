package dev.kiln.spark.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.launch.SparkSettings;
import dev.kiln.spi.EngineException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FailedLaunchTest {
    @TempDir
    private Path home;

    @Test
    void whatFollowsAFailedLaunchIsToldTheSameAndLaunchesNothing() {
        try (SparkEngines engine = SparkEngines.open(
                        SparkSettings.of(Map.of("spark.jars", "/nowhere/at-all.jar")),
                        home,
                        BuiltInSpark.distributions());
                TestSession session = TestSession.open(engine)) {
            for (int i = 0; i < 3; i++) {
                EngineException error = catchThrowableOfType(EngineException.class, () -> session.rows("SELECT 1"));
                assertThat(error).hasMessageContaining("/nowhere/at-all.jar, which cannot be read");
                assertThat(error.report().sqlState()).contains("08001");
            }
            assertThat(home.resolve("running").toFile().list()).hasSize(1);
        }
    }
}
