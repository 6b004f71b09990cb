package dev.kiln.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.store.access.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All members of a hosts file, over a real ssh to a daemon of the test's own with keys of its own. */
@Tag("engines")
final class StoreSshTest {
    private static final Path DAEMON = Path.of("/usr/sbin/sshd");

    private KilnScript kiln;
    private Path keys;
    private Process daemon;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        assumeTrue(Files.isExecutable(DAEMON), "this machine has no sshd");
        kiln = KilnScript.in("store-ssh");
        // sshd reads keys only where nobody else can write, all the way up.
        keys = Files.createTempDirectory("kiln-ssh");
        port = freePort();
        key("host");
        key("client");
        Files.copy(keys.resolve("client.pub"), keys.resolve("authorized"));
        String[] host = Files.readString(keys.resolve("host.pub")).split(" ");
        Files.writeString(keys.resolve("known"), "[127.0.0.1]:" + port + " " + host[0] + " " + host[1] + "\n");
        Path configuration = Files.writeString(
                keys.resolve("config"),
                String.join(
                        "\n",
                        "Port " + port,
                        "ListenAddress 127.0.0.1",
                        "HostKey " + keys.resolve("host"),
                        "AuthorizedKeysFile " + keys.resolve("authorized"),
                        "PidFile none",
                        "PasswordAuthentication no",
                        "UsePAM no",
                        "StrictModes no",
                        ""));
        Files.createDirectories(Path.of("/run/sshd"));
        daemon = new ProcessBuilder(DAEMON.toString(), "-D", "-e", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(keys.resolve("log").toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!answers()) {
            assertThat(daemon.isAlive() && System.nanoTime() < end)
                    .as(Files.readString(keys.resolve("log")))
                    .isTrue();
            Thread.sleep(50);
        }
    }

    private void key(String name) throws Exception {
        Process tool = new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        keys.resolve(name).toString())
                .start();
        assertThat(tool.waitFor(20, TimeUnit.SECONDS) && tool.exitValue() == 0).isTrue();
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return Math.min(socket.getLocalPort(), 65533);
        }
    }

    @AfterEach
    void end() throws IOException {
        if (daemon != null) {
            daemon.destroy();
        }
        if (keys != null) {
            try (var files = Files.list(keys)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(keys);
        }
    }

    @Test
    void membersAreStartedShownAndStoppedOverSsh() throws Exception {
        Path ssh = KilnScript.script(
                kiln.directory().resolve("ssh"),
                "exec ssh -F none -p " + port + " -i " + keys.resolve("client")
                        + " -o IdentitiesOnly=yes -o UserKnownHostsFile=" + keys.resolve("known")
                        + " -o StrictHostKeyChecking=yes \"$@\"");
        Path token = kiln.directory().resolve("token file");
        Token.create(token);
        int locator = freePort();
        Path hosts = Files.writeString(
                kiln.directory().resolve("hosts"), """
                locator 127.0.0.1 dir=%1$s/l port=%2$d via=ssh kiln=%3$s
                server 127.0.0.1 dir=%1$s/s memory=128m heap=256m via=ssh kiln=%3$s
                """.formatted(kiln.directory(), locator, kiln.program()));
        Map<String, String> environment = Map.of("KILN_SSH", ssh.toString());
        String[] access = {"--hosts", hosts.toString(), "--token-file", token.toString()};
        try {
            KilnScript.Outcome started = run(environment, "start-all", access);
            assertThat(started.code()).as(started + "").isZero();
            assertThat(started.out()).contains("started locator").contains("started server");
            KilnScript.Outcome status = run(environment, "status-all", access);
            assertThat(status.code()).as(status + "").isZero();
            assertThat(status.out()).contains("ready server 127.0.0.1").contains("the store serves");
        } finally {
            KilnScript.Outcome stopped = run(environment, "stop-all", "--hosts", hosts.toString());
            assertThat(stopped.code()).as(stopped + "").isZero();
            assertThat(stopped.out()).contains("stopped locator").contains("stopped server");
        }
        // The daemon is the one that was used: without it nothing can be started.
        daemon.destroy();
        daemon.waitFor(10, TimeUnit.SECONDS);
        KilnScript.Outcome refused = run(environment, "start-all", access);
        assertThat(refused.code()).isNotZero();
        assertThat(refused.out() + refused.err()).contains("no ssh to 127.0.0.1 without a password");
    }

    private KilnScript.Outcome run(Map<String, String> environment, String verb, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("store", verb));
        words.addAll(List.of(options));
        return kiln.run(environment, words.toArray(String[]::new));
    }
}
