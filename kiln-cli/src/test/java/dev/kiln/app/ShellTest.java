package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.RemoteAddress;
import dev.kiln.cli.output.OutputFormat;
import dev.kiln.cli.shell.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell as a user at a terminal meets it. */
@Timeout(60)
final class ShellTest {
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String TAB = "\t";

    @TempDir
    private Path temporary;

    private Application application;
    private ConnectClient client;
    private Terminal terminal;
    private PipedOutputStream keyboard;
    private ByteArrayOutputStream screen;
    private CompletableFuture<Void> shell;
    private int seen;

    @BeforeEach
    void open() throws Exception {
        ConfigurationSource source = new ConfigurationSource(
                Optional.empty(), Map.of("kiln.server.port", "0", "kiln.server.drainTime", "0s"));
        Home home = new Home(temporary.resolve("home"));
        application = Application.start(home, source, Level.ERROR, (configuration, directory) -> new FakeEngine());
        client = ConnectClient.open(RemoteAddress.parse(application.address()));
        keyboard = new PipedOutputStream();
        screen = new ByteArrayOutputStream();
        terminal = new ExternalTerminal("test", "ansi", new PipedInputStream(keyboard), screen, StandardCharsets.UTF_8);
        terminal.setSize(new Size(100, 40));
        shell = CompletableFuture.runAsync(
                () -> Shell.run(client, terminal, OutputFormat.TABLE, Optional.of(home.history()), "Hello"));
        sees("kiln> ");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        application.close();
        terminal.close();
    }

    private void type(String keys) throws IOException {
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Waits until a text shows up and returns what has been shown since the last one. */
    private String sees(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() - deadline < 0) {
            String shown = screen.toString(StandardCharsets.UTF_8);
            int found = shown.indexOf(text, seen);
            if (found >= 0) {
                String part = shown.substring(seen, found + text.length());
                seen += part.length();
                return part;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError("no '" + text + "' but: "
                + screen.toString(StandardCharsets.UTF_8).substring(seen));
    }

    private void leaves() throws Exception {
        shell.get(30, TimeUnit.SECONDS);
    }

    @Test
    void statementsOfSeveralLinesRunAtTheSemicolon() throws Exception {
        type("SELECT 'a;b',\n");
        assertThat(sees("-> ")).doesNotContain("rows in");
        type("2;\n");
        assertThat(sees("2 rows in")).contains("SELECT 'a;b',\\n2");
        type(CTRL_D);
        leaves();
        assertThat(Files.readString(temporary.resolve("home/history"))).contains("SELECT 'a;b',");
    }

    @Test
    void theInterruptKeyDropsWhatIsTypedAndCancelsWhatRuns() throws Exception {
        type("SELECT half\n");
        sees("-> ");
        type(CTRL_C);
        sees("kiln> ");
        type("SELECT 'WAIT';\n");
        sees("running");
        type(CTRL_C);
        sees("OPERATION_CANCELED");
        type("SELECT 'again';\n");
        sees("2 rows in");
        type(".quit\n");
        leaves();
    }

    @Test
    void whatFollowsAFailedStatementIsNotRun() throws Exception {
        type("SELECT 1; SELECT 'FAIL'; SELECT 3; SELECT 4;\n");
        assertThat(sees("The next 2 were not run.")).contains("2 rows in", "PARSE_SYNTAX_ERROR");
        type("exit\n");
        leaves();
    }

    @Test
    void keywordsAndCommandsAreCompleted() throws Exception {
        type("sele" + TAB);
        sees("select ");
        type(CTRL_C);
        sees("kiln> ");
        type(".form" + TAB + "json\n");
        sees("kiln> ");
        type("SELECT 1;\n");
        assertThat(sees("2 rows in")).contains("{\"id\":1,\"text\":\"SELECT 1\"}");
        type(".rows 1\nSELECT 1;\n");
        sees("first 1 row in");
        type(".help\n");
        assertThat(sees("Ctrl-C interrupts.")).contains(".schema TABLE");
        type(CTRL_D);
        leaves();
    }
}
