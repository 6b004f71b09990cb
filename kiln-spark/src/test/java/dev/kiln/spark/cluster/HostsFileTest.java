package dev.kiln.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.SparkSetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostsFileTest {
    @TempDir
    private Path directory;

    private ClusterPlan read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("hosts"), text);
        return new HostsFile(file, host -> host.equals("here")).read();
    }

    @Test
    void aLineIsAMachine() throws IOException {
        ClusterPlan plan = read("""
                # the cluster
                master here port=17077 webui=18080 rest=16066
                worker here cores=2 memory=1g count=2   # two of them

                there
                worker elsewhere kiln=/opt/kiln/bin/kiln home=/var/kiln
                """);
        Place here = Place.here("here");
        assertThat(plan.master())
                .isEqualTo(new ClusterPlan.PlacedMaster(here, new MasterSpec("here", 17077, 18080, 16066)));
        WorkerSpec two = new WorkerSpec("here", OptionalInt.of(2), Optional.of(MemorySize.ofMebibytes(1024)), 8081);
        assertThat(plan.workers())
                .containsExactly(
                        new ClusterPlan.PlacedWorker(here, two),
                        new ClusterPlan.PlacedWorker(here, two),
                        new ClusterPlan.PlacedWorker(
                                new Place("there", true, Optional.empty(), Optional.empty()), WorkerSpec.on("there")),
                        new ClusterPlan.PlacedWorker(
                                new Place(
                                        "elsewhere", true, Optional.of("/opt/kiln/bin/kiln"), Optional.of("/var/kiln")),
                                WorkerSpec.on("elsewhere")));
        assertThat(plan.places()).hasSize(3).first().isEqualTo(here);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            master here\\nworker here cors=2            | line 2: a worker has no 'cors'
            master here\\nworker here count=2           | line 2: several workers on one machine need cores= and memory=
            master here\\nmaster there                  | line 2: there is a master already
            master here\\nworker                        | line 2: a host is missing
            master here\\nhere cores=two                | line 2: cores must be a number
            master here\\nhere memory=much              | line 2: 'much' is not an amount of memory
            master here\\nhere via=telnet               | line 2: via must be process or ssh
            master here\\nhere more                     | line 2: 'more' is not key=value
            master here                                | names no worker
            there                                      | names no master
            """)
    void mistakesAreNamedWithTheirLine(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(SparkSetupException.class)
                .hasMessageContaining(message);
    }
}
