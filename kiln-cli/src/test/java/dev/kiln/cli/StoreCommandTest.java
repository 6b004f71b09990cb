package dev.kiln.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.store.access.Token;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Members as processes of their own, started and ended by the command. */
final class StoreCommandTest {
    @TempDir
    Path directory;

    private Path hosts;

    @AfterEach
    void stop() {
        if (hosts != null) {
            run("stop-all", "--hosts", hosts.toString());
        }
    }

    @Test
    void membersOfAHostsFileAreStartedShownAndStopped() throws IOException {
        int port = freePort();
        hosts = Files.writeString(directory.resolve("hosts"), """
                # A small store.
                server 127.0.0.1 dir=%1$s/s memory=128m heap=256m zone=a
                locator 127.0.0.1 dir=%1$s/l port=%2$d
                """.formatted(directory, port));
        Path token = directory.resolve("token");
        Token.create(token);
        Said started = run("start-all", "--hosts", hosts.toString(), "--token-file", token.toString());
        assertThat(started.code()).as(started.text()).isZero();
        assertThat(started.text()).contains("started locator 127.0.0.1:" + port).contains("started server 127.0.0.1:");
        Said twice = run("locator", "start", "--dir", directory + "/l", "--port", String.valueOf(port));
        assertThat(twice.code()).isEqualTo(1);
        assertThat(twice.text()).contains("A member runs already");

        JsonNode status = new ObjectMapper()
                .readTree(run("status", "--locators", "127.0.0.1:" + port, "--token-file", token.toString(), "--json")
                        .text());
        assertThat(status.get("active").asBoolean()).isTrue();
        assertThat(status.get("lost").size()).isZero();
        assertThat(status.get("members").size()).isEqualTo(2);
        JsonNode server = status.get("members").get(1);
        assertThat(server.get("role").asText()).isEqualTo("server");
        assertThat(server.get("zone").asText()).isEqualTo("a");
        assertThat(server.get("memoryMost").asLong()).isEqualTo(128L << 20);
        assertThat(run("status-all", "--hosts", hosts.toString(), "--token-file", token.toString())
                        .code())
                .isZero();
        assertThat(run("status", "--locators", "127.0.0.1:" + port).text()).contains("doesn't let this client in");
        Said sql = run(
                "sql",
                "--locators",
                "127.0.0.1:" + port,
                "--token-file",
                token.toString(),
                "--format",
                "csv",
                "-e",
                "CREATE NAMESPACE db; CREATE TABLE db.t (k BIGINT) USING column OPTIONS (BUCKETS '2');"
                        + " INSERT INTO db.t SELECT id FROM range(10); SELECT count(*), sum(k) FROM store.db.t");
        assertThat(sql.code()).as(sql.text()).isZero();
        assertThat(sql.text()).contains("10,45");

        String[] store = {"--locators", "127.0.0.1:" + port, "--token-file", token.toString()};
        Said backup = run(store, "backup", "--to", directory + "/backup", "--table", "db.t");
        assertThat(backup.code()).as(backup.text()).isZero();
        assertThat(backup.text()).contains("db.t: 10 rows");
        Said refused = run(store, "restore", "--from", directory + "/backup");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.text()).contains("has a table db.t already").doesNotContain("\tat ");
        Said restored = run(store, "restore", "--from", directory + "/backup", "--replace");
        assertThat(restored.code()).as(restored.text()).isZero();
        assertThat(run(store, "restore", "--from", directory + "/nothing").text())
                .contains("holds no backup");
        assertThat(run(store, "backup", "--to", directory + "/other", "--table", "t")
                        .code())
                .isEqualTo(2);

        Said stopped = run("stop-all", "--hosts", hosts.toString());
        assertThat(stopped.code()).as(stopped.text()).isZero();
        Said after = run("server", "status", "--dir", directory + "/s");
        assertThat(after.code()).isEqualTo(1);
        assertThat(after.text()).contains("nothing runs");
        assertThat(run("stop-all", "--hosts", hosts.toString()).text()).contains("nothing runs");
    }

    @Test
    void whatCannotBeUnderstoodIsNamed() throws IOException {
        Path wrong = Files.writeString(directory.resolve("wrong"), "locator a dir=/x\nserver b dir=/y colour=red\n");
        Said said = run("start-all", "--hosts", wrong.toString());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text()).contains("line 2").contains("colour=red");
        assertThat(run("server", "start", "--dir", "/x", "--locators", "a:1", "--memory", "much")
                        .code())
                .isEqualTo(2);
        assertThat(run("locator", "start", "--dir", directory + "/open", "--host", "192.0.2.1")
                        .text())
                .contains("--insecure");
        assertThat(directory.resolve("open")).doesNotExist();
        assertThat(run("locator", "start", "--dir", directory + "/x", "--token-file", directory + "/none")
                        .text())
                .contains("The token file " + directory + "/none");
        assertThat(run("locator", "start", "--dir", directory + "/x", "--tls-key", directory + "/none")
                        .code())
                .isEqualTo(2);
    }

    private record Said(int code, String text) {}

    private static Said run(String[] more, String... words) {
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return run(all);
    }

    private static Said run(String... words) {
        StringWriter text = new StringWriter();
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(text));
        command.setErr(new PrintWriter(text));
        String[] line = new String[words.length + 1];
        line[0] = "store";
        System.arraycopy(words, 0, line, 1, words.length);
        int code = command.execute(line);
        return new Said(code, text.toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return Math.min(socket.getLocalPort(), 65533);
        }
    }
}
