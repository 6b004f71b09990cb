package dev.kiln.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kiln.spark.master.DeployMode;
import dev.kiln.spi.config.Configuration;
import dev.kiln.spi.config.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EngineProfileTest {
    @Test
    void aProfileFallsBackToWhatIsSetOutsideOfIt() {
        Configuration configuration = SparkSettings.of(Map.of(
                "kiln.spark.master", "local[3]",
                "kiln.spark.executor.memory", "3g",
                "kiln.spark.profile.big.master", "spark://a:7077,b:7078",
                "kiln.spark.profile.big.deployMode", "cluster",
                "kiln.spark.profile.big.executors", "4",
                "kiln.spark.profile.big.executor.cores", "2",
                "kiln.spark.profile.big.spark.sql.shuffle.partitions", "8",
                "kiln.spark.profile.other.spark.sql.shuffle.partitions", "9",
                "spark.sql.ansi.enabled", "false"));
        EngineProfile big = EngineProfile.named("big", configuration);
        assertThat(big.master().url()).isEqualTo("spark://a:7077,b:7078");
        assertThat(big.deployMode()).isEqualTo(DeployMode.CLUSTER);
        assertThat(big.properties())
                .containsEntry("spark.executor.memory", "3g")
                .containsEntry("spark.cores.max", "8")
                .containsEntry("spark.sql.shuffle.partitions", "8")
                .containsEntry("spark.sql.ansi.enabled", "false");
        EngineProfile standard = EngineProfile.standard(configuration);
        assertThat(standard.master().url()).isEqualTo("local[3]");
        assertThat(standard.properties()).doesNotContainKey("spark.sql.shuffle.partitions");
    }

    @Test
    void sparksOwnNamesWin() {
        assertThat(SparkSettings.profile(Map.of("spark.executor.memory", "5g", "kiln.spark.executor.memory", "4g"))
                        .properties())
                .containsEntry("spark.executor.memory", "5g");
    }

    @Test
    void whatIsWrongIsSaidWithTheNameOfItsKey() {
        fails(Map.of("kiln.spark.master", "sprk://x"), "bad value for kiln.spark.master: 'sprk://x'");
        fails(Map.of("kiln.spark.profile.big.master", "x"), "bad value for kiln.spark.profile.big.master: 'x'");
        fails(
                Map.of("kiln.spark.profile.big.nonsense", "x"),
                "unknown configuration key: kiln.spark.profile.big.nonsense");
        fails(Map.of("kiln.spark.profile.master", "x"), "unknown configuration key: kiln.spark.profile.master");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> EngineProfile.named("big", SparkSettings.of(Map.of())))
                .withMessageContaining("there is no profile 'big'");
    }

    private static void fails(Map<String, String> settings, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> SparkSettings.of(settings))
                .withMessageStartingWith(message);
    }
}
