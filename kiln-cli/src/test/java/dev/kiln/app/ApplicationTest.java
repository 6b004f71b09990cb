package dev.kiln.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kiln.cli.client.ConnectClient;
import dev.kiln.cli.client.RemoteAddress;
import dev.kiln.cli.client.StatementException;
import dev.kiln.cli.output.OutputFormat;
import dev.kiln.cli.shell.Script;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ApplicationTest {
    @TempDir
    private Path temporary;

    private Application start(String home, int port) {
        return start(home, Map.of("kiln.server.port", Integer.toString(port), "kiln.server.drainTime", "100ms"));
    }

    private Application start(String home, Map<String, String> settings) {
        return Application.start(
                new Home(temporary.resolve(home)),
                new ConfigurationSource(Optional.empty(), settings),
                Level.ERROR,
                (configuration, directory) -> new FakeEngine());
    }

    @Test
    void servesStatements() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter log = new StringWriter();
        try (Application application = start("home", 0);
                ConnectClient client = ConnectClient.open(RemoteAddress.parse(application.address()))) {
            new Script(client, OutputFormat.CSV, new PrintWriter(out), new PrintWriter(log)).run("SELECT 'a,b';");
            new Script(client, OutputFormat.TABLE, new PrintWriter(out), new PrintWriter(log)).run("SELECT 2");
        }
        assertThat(out).hasToString("id,text\r\n1,\"SELECT 'a,b'\"\r\n2,\r\n" + """
                id | text
                ---+---------
                 1 | SELECT 2
                 2 | NULL
                """);
        assertThat(log.toString()).matches("2 rows in \\d+\\.\\d{3} s, fake\\R");
        assertThat(Files.readString(temporary.resolve("home/logs/kiln.log"))).contains("listening on");
    }

    @Test
    void putsTheTokenIntoTheAddressOfLocalClients() {
        Map<String, String> settings = Map.of("kiln.server.port", "0", "kiln.server.token", "a/b c");
        try (Application application = start("home", settings)) {
            assertThat(application.localAddress())
                    .isEqualTo("sc://localhost:" + application.port() + "/;token=a%2Fb%20c");
            assertThat(RemoteAddress.parse(application.localAddress()).token()).isEqualTo(application.token());
        }
        try (Application open = start("open", 0)) {
            assertThat(open.localAddress()).isEqualTo(open.address());
        }
    }

    @Test
    void aFailedStatementEndsAScriptWithSparksMessage() {
        StringWriter out = new StringWriter();
        try (Application application = start("home", 0);
                ConnectClient client = ConnectClient.open(RemoteAddress.parse(application.address()))) {
            Script script = new Script(client, OutputFormat.JSON, new PrintWriter(out), new PrintWriter(out));
            assertThatExceptionOfType(StatementException.class)
                    .isThrownBy(() -> script.run("SELECT 1; FAIL; SELECT 3"))
                    .withMessage("[PARSE_SYNTAX_ERROR] Syntax error at or near 'FAIL'.");
        }
        assertThat(out).hasToString("{\"id\":1,\"text\":\"SELECT 1\"}\n{\"id\":2,\"text\":null}\n");
    }

    @Test
    void aStatementIsInterruptedFromAnotherThread() throws Exception {
        try (Application application = start("home", 0);
                ConnectClient client = ConnectClient.open(RemoteAddress.parse(application.address()))) {
            PrintWriter nowhere = new PrintWriter(new StringWriter());
            CompletableFuture<Void> running = CompletableFuture.runAsync(
                    () -> new Script(client, OutputFormat.CSV, nowhere, nowhere).run("WAIT"));
            while (!running.isDone()) {
                // Whether the statement has begun cannot be seen from here, so ask until it ends.
                client.interrupt();
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertThat(running).isCompletedExceptionally();
            assertThat(running.handle((done, thrown) -> thrown.getCause().getMessage())
                            .get())
                    .contains("OPERATION_CANCELED");
        }
    }

    @Test
    void anUnreachableServerIsNamed() {
        try (ConnectClient client = ConnectClient.open(RemoteAddress.parse("sc://127.0.0.1:1"))) {
            PrintWriter nowhere = new PrintWriter(new StringWriter());
            assertThatExceptionOfType(StatementException.class)
                    .isThrownBy(() -> new Script(client, OutputFormat.CSV, nowhere, nowhere).run("SELECT 1"))
                    .withMessageStartingWith("cannot reach sc://127.0.0.1:1: ");
        }
    }

    @Test
    void aTakenPortIsNamedAndTheHomeIsGivenBack() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> start("home", taken.getLocalPort()))
                    .withMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
        start("home", 0).close();
    }
}
