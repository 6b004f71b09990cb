package dev.kiln.spark.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against Spark itself. */
@Timeout(120)
final class DistributionCheckTest {
    @TempDir
    private Path temporary;

    @Test
    void saysWhatTheBuiltInSparkCanDo() {
        Distribution distribution = BuiltInSpark.distribution();
        DistributionCheck check = DistributionCheck.of(distribution, temporary);
        assertThat(check.sparkVersion()).isEqualTo(distribution.sparkVersion());
        assertThat(check.scalaVersion()).startsWith(distribution.scalaVersion());
        assertThat(check.connect()).isTrue();
        assertThat(check.ml()).isFalse();
        assertThat(temporary).isDirectoryNotContaining("glob:**check*");
    }

    @Test
    void quotesWhatADamagedOneSays() throws IOException {
        Path jars = Files.createDirectories(temporary.resolve("spark/jars"));
        Files.writeString(jars.resolve("spark-core_2.13-4.2.0.jar"), "not a jar");
        Distribution damaged = Distribution.at("damaged", jars.getParent());
        assertThatExceptionOfType(SparkSetupException.class)
                .isThrownBy(() -> DistributionCheck.of(damaged, temporary))
                .withMessageContaining("'damaged'")
                .withMessageContaining("ClassNotFoundException: scala.util.Properties");
    }
}
