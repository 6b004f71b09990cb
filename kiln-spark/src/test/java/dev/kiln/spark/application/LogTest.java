package dev.kiln.spark.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogTest {
    @TempDir
    private Path directory;

    @Test
    void aLogIsFollowedWhileItGrows() throws Exception {
        Path file = directory.resolve("log");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        LogFollower follower =
                new LogFollower(new FileLog(file), new PrintStream(printed, false, StandardCharsets.UTF_8));
        follower.catchUp();
        assertThat(printed.size()).isZero();

        // Longer than a piece, with characters of two bytes at odd places.
        String text = "x" + "ä".repeat(100_000);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        follower.catchUp();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(text.substring(0, text.length() - 1));

        Files.write(file, new byte[] {bytes[bytes.length - 1]}, StandardOpenOption.APPEND);
        follower.catchUp();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @Test
    void whatADriverPrintsIsPassedOnAndKeptUpToALimit() {
        byte[] printed = "0123456789".repeat(10).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        new CappedCopy(new ByteArrayInputStream(printed), passed, kept, 25).run();
        assertThat(passed.toByteArray()).isEqualTo(printed);
        assertThat(kept.toString(StandardCharsets.UTF_8))
                .isEqualTo("0123456789012345678901234\n(more was printed, which is not kept)\n");
    }

    @Test
    void optionsAreTakenApartAsAShellWould() {
        assertThat(OptionText.split("  -Da=b  \"-Dc=d e\" -Df='g \"h\"' -Di=j\\ k  \"\" "))
                .containsExactly("-Da=b", "-Dc=d e", "-Df=g \"h\"", "-Di=j k", "");
        assertThat(OptionText.split(" ")).isEmpty();
    }
}
