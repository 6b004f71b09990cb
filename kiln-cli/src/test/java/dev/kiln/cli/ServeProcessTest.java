package dev.kiln.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.RemoteAddress;
import dev.kiln.cli.output.OutputFormat;
import dev.kiln.cli.shell.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kiln as a process of its own: what it prints and how it ends. */
@Timeout(180)
final class ServeProcessTest {
    private static final Pattern READY =
            Pattern.compile("kiln: ready (sc://127\\.0\\.0\\.1:(\\d+)) in \\d+\\.\\d\\d s");

    @TempDir
    private Path temporary;

    private Process serve(String home, String... more) throws IOException {
        return kiln("serve", home, more);
    }

    private Process kiln(String subcommand, String home, String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-X") || flag.startsWith("-Dio.netty"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.kiln.cli.Main", subcommand));
        command.addAll(List.of("--home", temporary.resolve(home).toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(temporary.resolve(home + ".err").toFile())
                .start();
    }

    private String errors(String home) throws IOException {
        return Files.readString(temporary.resolve(home + ".err"));
    }

    @Test
    void isReadyAnswersAndStopsWhenAsked() throws Exception {
        Process server = serve("home", "--port", "0");
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            Matcher ready = READY.matcher(String.valueOf(out.readLine()));
            assertThat(ready.matches()).as(errors("home")).isTrue();

            StringWriter answer = new StringWriter();
            try (ConnectClient client = ConnectClient.open(RemoteAddress.parse(ready.group(1)))) {
                PrintWriter writer = new PrintWriter(answer);
                new Script(client, OutputFormat.CSV, writer, writer).run("SELECT 1 AS one");
            }
            assertThat(answer).hasToString("one\r\n1\r\n");

            assertThat(end(serve("other", "--port", ready.group(2)))).isEqualTo(1);
            assertThat(errors("other").lines())
                    .singleElement()
                    .asString()
                    .startsWith("kiln: cannot listen on 127.0.0.1:" + ready.group(2));

            // Process.destroy would close the output that is still to be read.
            server.toHandle().destroy();
            assertThat(out.readLine()).isNull();
            assertThat(end(server)).as(errors("home")).isZero();
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void statementsRunInAProcessOfTheirOwnWhateverTheServerIsToAskFor() throws Exception {
        Process shell =
                kiln("sql", "home", "--set", "kiln.server.token=secret", "--format", "json", "-e", "SELECT 1 AS one");
        try (BufferedReader out = shell.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.lines()).as(errors("home")).containsExactly("{\"one\":1}");
            assertThat(end(shell)).isZero();
        } finally {
            shell.destroyForcibly();
        }
    }

    @Test
    void warmsUpWhileNobodyAsksAndLeavesNothing() throws Exception {
        Process server = serve("warm", "--port", "0", "--set", "kiln.server.token=secret");
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            assertThat(READY.matcher(String.valueOf(out.readLine())).matches())
                    .as(errors("warm"))
                    .isTrue();
            Path logs = temporary.resolve("warm").resolve("logs");
            Path file = temporary.resolve("warm").resolve("tmp").resolve("warm-up");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.exists(file)) {
                assertThat(System.nanoTime()).as(log(logs)).isLessThan(deadline);
                Thread.sleep(50);
            }

            server.toHandle().destroy();
            assertThat(out.readLine()).isNull();
            assertThat(end(server)).as(errors("warm")).isZero();
            assertThat(log(logs)).contains("warmed up with").doesNotContain("warming up failed");
            assertThat(file).doesNotExist();
        } finally {
            server.destroyForcibly();
        }
    }

    private static String log(Path directory) throws IOException {
        StringBuilder text = new StringBuilder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    @Test
    void aHomeThatCannotBeWrittenIsOneLine() throws Exception {
        Files.createFile(temporary.resolve("file"));
        assertThat(end(serve("file", "--port", "0"))).isEqualTo(1);
        assertThat(errors("file").lines()).singleElement().asString().startsWith("kiln: the home ");
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
