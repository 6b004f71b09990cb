package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeTest {
    @TempDir
    private Path temporary;

    @Test
    void theOptionWinsOverTheEnvironment() {
        assertThat(Home.locate(Optional.of(Path.of("/a")), Map.of("KILN_HOME", "/b"))
                        .directory())
                .isEqualTo(Path.of("/a"));
        assertThat(Home.locate(Optional.empty(), Map.of("KILN_HOME", "/b")).directory())
                .isEqualTo(Path.of("/b"));
        assertThat(Home.locate(Optional.empty(), Map.of()).directory())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".kiln"));
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        Home home = new Home(temporary.resolve("deep/home"));
        home.create();
        assertThat(permissions(home.directory())).isEqualTo("rwx------");
        assertThat(home.logs()).isDirectory();
    }

    @Test
    void theHistoryIsReadByItsOwnerAlone() throws IOException {
        Home home = new Home(temporary);
        assertThat(permissions(home.history())).isEqualTo("rw-------");

        Files.setPosixFilePermissions(home.history(), PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(home.history(), "SELECT 1");
        assertThat(permissions(home.history())).isEqualTo("rw-------");
        assertThat(home.history()).hasContent("SELECT 1");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> new Home(file).create())
                .withMessageContaining(file + " is not a directory");
    }

    @Test
    void isUsedByOneProcessAtATime() {
        Home home = new Home(temporary.resolve("home"));
        home.create();
        try (HomeLock lock = HomeLock.acquire(home)) {
            lock.announce("sc://127.0.0.1:1");
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> HomeLock.acquire(home))
                    .withMessage("the home %s is in use by process %d, which serves sc://127.0.0.1:1"
                            .formatted(home.directory(), ProcessHandle.current().pid()));
        }
        HomeLock.acquire(home).close();
    }
}
