package dev.kiln.spark.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kiln.spark.SparkSetupException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DistributionsTest {
    @TempDir
    private Path temporary;

    private Path jars(String folder, String... names) throws IOException {
        Path jars = Files.createDirectories(temporary.resolve(folder));
        for (String name : names) {
            Files.writeString(jars.resolve(name), name);
        }
        return jars;
    }

    private Distributions distributions(List<Path> builtIn, Map<String, String> environment) {
        return new Distributions(temporary.resolve("engines"), builtIn, environment);
    }

    private Distributions empty() {
        return distributions(List.of(), Map.of());
    }

    @Test
    void anUnpackedDownloadIsKnownByItsCoreJar() throws IOException {
        Path home =
                jars("spark-3.5/jars", "spark-core_2.12-3.5.5.jar", "other.jar").getParent();
        assertThat(empty().add("old", home)).isEqualTo(new Distribution("old", "3.5.5", "2.12", home));
        assertThat(empty().names()).containsExactly("old");
        assertThat(empty().standard().home()).isEqualTo(home);
        assertThat(empty().get("old").environment())
                .containsEntry("SPARK_HOME", home.toString())
                .containsEntry("SPARK_SCALA_VERSION", "2.12");
    }

    @Test
    void aFolderOfJarsGetsAHome() throws IOException {
        Path jars = jars("artifacts", "spark-core_2.13-4.0.1-vendor-2.jar");
        Distribution added = empty().add("flat", jars);
        assertThat(added.sparkVersion()).isEqualTo("4.0.1-vendor-2");
        assertThat(added.jars().toRealPath()).isEqualTo(jars.toRealPath());
        empty().remove("flat");
        assertThat(empty().names()).isEmpty();
        assertThat(jars).isNotEmptyDirectory();
        assertThat(empty().add("flat", jars)).isEqualTo(added);
    }

    @Test
    void theBuiltInOneIsBroughtUpToDate() throws IOException {
        Path lib = jars("lib", "spark-core_2.13-4.2.0.jar", "spark-core_2.13-4.3.0.jar", "other-1.jar");
        Path old = lib.resolve("spark-core_2.13-4.2.0.jar");
        Path other = lib.resolve("other-1.jar");
        assertThat(distributions(List.of(old, other), Map.of()).standard().jars())
                .isDirectoryContaining("glob:**other-1.jar");
        Distribution updated = distributions(List.of(lib.resolve("spark-core_2.13-4.3.0.jar")), Map.of())
                .standard();
        assertThat(updated.sparkVersion()).isEqualTo("4.3.0");
        assertThat(updated.jars()).isDirectoryNotContaining("glob:**other-1.jar");
        assertThat(lib).isDirectoryContaining("glob:**other-1.jar");
    }

    @Test
    void kilnsOwnJarsAreNoPartOfSpark() throws IOException {
        Path lib = jars("lib", "spark-core_2.13-4.2.0.jar", "kiln-cli-1.jar", "duckdb_jdbc-2.jar", "arrow.jar");
        String classPath = String.join(
                File.pathSeparator,
                lib.toString(),
                lib + "/kiln-cli-1.jar",
                lib + "/duckdb_jdbc-2.jar",
                lib + "/arrow.jar",
                lib + "/gone.jar");
        assertThat(BuiltInJars.ofClassPath(classPath)).containsExactly(lib.resolve("arrow.jar"));
    }

    @Test
    void theEnvironmentNamesOne() throws IOException {
        Path home = jars("spark/jars", "spark-core_2.13-4.0.0.jar").getParent();
        Distributions distributions = distributions(List.of(), Map.of("SPARK_HOME", home.toString()));
        assertThat(distributions.names()).containsExactly(Distributions.ENVIRONMENT);
        assertThat(distributions.standard().sparkVersion()).isEqualTo("4.0.0");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        Path nothing = jars("nothing/jars");
        Path mixed = jars("mixed/jars", "spark-core_2.12-3.5.5.jar", "spark-core_2.13-4.0.1.jar");
        Path good = jars("good/jars", "spark-core_2.12-3.5.5.jar");
        fails(() -> empty().add("x", nothing.getParent()), "holds no Spark");
        fails(() -> empty().add("x", temporary.resolve("missing")), "holds no Spark");
        fails(() -> empty().add("x", mixed.getParent()), "holds several Sparks");
        fails(() -> empty().add("../x", good.getParent()), "cannot be the name");
        fails(() -> empty().add(Distributions.BUILT_IN, good.getParent()), "already");
        fails(() -> empty().get("../x"), "there is no Spark distribution '../x'");
        fails(() -> empty().remove("x"), "no distribution 'x' was added");
        fails(() -> empty().standard(), "kiln engine add");
        empty().add("x", good.getParent());
        fails(() -> empty().add("x", good.getParent()), "already");
        Files.delete(good.resolve("spark-core_2.12-3.5.5.jar"));
        fails(() -> empty().get("x"), "holds no Spark");
        assertThat(temporary.resolve("engines")).isDirectoryNotContaining("glob:**.new");
    }

    private static void fails(Runnable action, String message) {
        assertThatExceptionOfType(SparkSetupException.class)
                .isThrownBy(action::run)
                .withMessageContaining(message);
    }
}
