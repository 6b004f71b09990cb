package dev.kiln.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster whose machines are reached with the real ssh, on a port of its own of this machine. */
@Tag("engines")
@Timeout(300)
final class SshClusterTest {
    private static final Path SERVER = Path.of("/usr/sbin/sshd");

    @Test
    void daemonsAreStartedExaminedAndStoppedOverSsh() throws Exception {
        assumeTrue(Files.isExecutable(SERVER), "there is no ssh server: " + SERVER);
        KilnScript kiln = KilnScript.in("ssh-cluster");
        Path directory = Files.createDirectory(kiln.directory().resolve("ssh"));
        int port = freePort();
        Process server = startServer(directory, port);
        try {
            Map<String, String> environment =
                    Map.of("KILN_SSH", client(directory, port).toString());
            assumeTrue(letsUsIn(environment), "the ssh server does not run as this user here");
            clusterLivesAndEnds(kiln, environment);
        } finally {
            server.destroy();
            server.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static void clusterLivesAndEnds(KilnScript kiln, Map<String, String> environment) throws Exception {
        Path master = kiln.directory().resolve("home-of-the-master");
        Path worker = kiln.directory().resolve("home-of-the-worker");
        Path hosts =
                Files.writeString(kiln.directory().resolve("hosts"), """
                master localhost port=0 webui=0 rest=0 via=ssh kiln=%1$s home=%2$s
                worker localhost cores=1 memory=600m webui=0 via=ssh kiln=%1$s home=%3$s
                """.formatted(kiln.program(), master, worker));
        List<ProcessHandle> processes = new ArrayList<>();
        try {
            KilnScript.Outcome started = kiln.run(
                    environment, "cluster", "start-all", "--distribution", "default", "--hosts", hosts.toString());
            assertThat(started.err()).isEmpty();
            assertThat(started.out().lines()).hasSize(2).allMatch(line -> line.startsWith("started "));
            for (Path home : List.of(master, worker)) {
                KilnScript.Outcome status =
                        kiln.run(Map.of(), "cluster", "status", "--json", "--home", home.toString());
                for (JsonNode daemon : new ObjectMapper().readTree(status.out()).path("daemons")) {
                    processes.add(ProcessHandle.of(daemon.path("pid").asLong()).orElseThrow());
                }
            }
            assertThat(processes).hasSize(2).allMatch(ProcessHandle::isAlive);
            assertThat(kiln.run(environment, "doctor", "--hosts", hosts.toString())
                            .out())
                    .contains("lets this user in over ssh", "its clock agrees", "localhost  has kiln");
        } finally {
            KilnScript.Outcome stopped = kiln.run(environment, "cluster", "stop-all", "--hosts", hosts.toString());
            assertThat(stopped.err()).isEmpty();
            assertThat(stopped.out().lines()).hasSize(2).allMatch(line -> line.startsWith("stopped "));
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }

    /** With keys that nobody else has, for whoever runs this. */
    private static Process startServer(Path directory, int port) throws IOException, InterruptedException {
        for (String key : List.of("host_key", "user_key")) {
            run(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    directory.resolve(key).toString());
        }
        String hostKey = Files.readString(directory.resolve("host_key.pub"));
        Files.writeString(directory.resolve("known_hosts"), "[localhost]:" + port + " " + hostKey);
        Path configuration = Files.writeString(directory.resolve("sshd_config"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %2$s/host_key
                AuthorizedKeysFile %2$s/user_key.pub
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                """.formatted(port, directory));
        return new ProcessBuilder(SERVER.toString(), "-D", "-e", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start();
    }

    private static Path client(Path directory, int port) throws IOException {
        Path configuration = Files.writeString(directory.resolve("ssh_config"), """
                Host *
                  Port %d
                  AddressFamily inet
                  IdentityFile %2$s/user_key
                  IdentitiesOnly yes
                  UserKnownHostsFile %2$s/known_hosts
                  StrictHostKeyChecking yes
                """.formatted(port, directory));
        return KilnScript.script(directory.resolve("ssh"), "exec ssh -F '" + configuration + "' \"$@\"");
    }

    private static boolean letsUsIn(Map<String, String> environment) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (run(environment.get("KILN_SSH"), "-o", "BatchMode=yes", "localhost", "true") != 0) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return true;
    }

    private static int run(String... line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
