package dev.kiln.spark.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.launch.SparkSettings;
import dev.kiln.spi.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SparkEnginesTest {
    @TempDir
    private Path home;

    private SparkEngines open(Map<String, String> settings) {
        return SparkEngines.open(SparkSettings.of(settings), home, BuiltInSpark.distributions());
    }

    @Test
    void thereIsAnEngineForEachProfileAndOpeningStartsNothing() {
        try (SparkEngines engines =
                open(Map.of("kiln.spark.profile.big.executors", "4", "kiln.spark.profile.small.master", "local[1]"))) {
            assertThat(engines.profiles()).containsExactly("big", "small", "spark");
            assertThat(engines.profile("big").name()).isEqualTo("big");
            assertThat(engines.profile("small").sparkVersion()).isEqualTo("4.2.0");
            assertThat(engines.name()).isEqualTo("spark");
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> engines.profile("huge"))
                    .withMessage("there is no Spark engine 'huge'; there are: big, small, spark");
            assertThat(home.resolve("running")).doesNotExist();
        }
    }

    @Test
    void whatCannotBeIsSaidAtTheStart() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open(Map.of("kiln.spark.profile.auto.executors", "4")))
                .withMessageContaining("a profile cannot have the name 'auto'");
        assertThatExceptionOfType(SparkSetupException.class)
                .isThrownBy(() -> open(Map.of("kiln.spark.profile.old.distribution", "spark-2")))
                .withMessageContaining("spark-2");
    }

    @Test
    void aProfileIsChosenByTheUserOrAGroup() {
        ProfileRules rules = ProfileRules.of(SparkSettings.of(Map.of(
                "kiln.groups.analysts", "ann, j.doe@example.org ,eve",
                "kiln.spark.profile.big.groups", "analysts",
                "kiln.spark.profile.small.users", "eve,bob")));
        assertThat(rules.profileOf("ann")).contains("big");
        assertThat(rules.profileOf("j.doe@example.org")).contains("big");
        assertThat(rules.profileOf("eve")).contains("small");
        assertThat(rules.profileOf("zoe")).isEmpty();
    }

    @Test
    void rulesThatContradictEachOtherAreRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open(Map.of(
                        "kiln.spark.profile.big.users", "ann",
                        "kiln.spark.profile.small.users", "ann")))
                .withMessageContaining("the user 'ann' would have several profiles, big and small");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open(Map.of("kiln.spark.profile.big.groups", "nobody")))
                .withMessageContaining("set kiln.groups.nobody");
    }
}
