package dev.kiln.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spark.distribution.BuiltInSpark;
import dev.kiln.spark.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of engines after their Kiln was killed. */
@Timeout(120)
final class DeadOwnerTest {
    @TempDir
    private Path home;

    private void openAndClose() {
        Engines.open(home, BuiltInSpark.distributions(), SparkSettings.of(Map.of()))
                .close();
    }

    @Test
    @Tag("engines")
    void anEngineEndsWhenItsOwnerIsKilled() throws Exception {
        ProcessHandle driver;
        try (OwnerProcess owner =
                OwnerProcess.start(home, Map.of("kiln.spark.master", "local[2]", "kiln.spark.driver.memory", "768m"))) {
            driver = owner.driver();
            assertThat(driver.isAlive()).isTrue();
        }
        assertThat(driver.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        assertThat(home.resolve("running")).isDirectoryRecursivelyContaining("glob:**/engine.properties");
        openAndClose();
        assertThat(home.resolve("running"))
                .isDirectoryNotContaining("glob:**/engine.properties")
                .isDirectoryRecursivelyContaining("glob:**/driver.log");
    }

    private EngineDirectory recorded(String engine, ProcessHandle process) {
        EngineDirectory directory =
                EngineDirectory.create(home.resolve("running").resolve(engine));
        new EngineRecord.OwnProcess(ProcessIdentity.of(process)).write(directory.record());
        return directory;
    }

    @Test
    void whatStillRunsIsEndedAndNobodyElse() throws IOException, InterruptedException {
        Process engine = new ProcessBuilder("sh", "-c", "sleep 600; true", "kiln-1").start();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            recorded("kiln-1", engine.toHandle());
            recorded("kiln-2", stranger.toHandle());
            openAndClose();
            assertThat(engine.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(stranger.isAlive()).isTrue();
            assertThat(Files.exists(home.resolve("running/kiln-2/engine.properties")))
                    .isFalse();
        } finally {
            List.of(engine, stranger).forEach(process -> {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            });
        }
    }

    @Test
    void aBrokenRecordIsPassedOverAndOldLogsGo() throws IOException {
        for (int i = 10; i < 25; i++) {
            EngineDirectory directory = EngineDirectory.create(home.resolve("running/kiln-" + i));
            Files.writeString(directory.record(), "pid=many");
        }
        openAndClose();
        try (var left = Files.list(home.resolve("running"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .hasSize(10)
                    .contains("kiln-24", "kiln-15");
        }
    }
}
