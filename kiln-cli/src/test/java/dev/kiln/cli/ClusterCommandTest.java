package dev.kiln.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster of stock Spark from the command line, one of its workers on a machine that is reached over ssh. */
@Timeout(240)
final class ClusterCommandTest {
    @Test
    void aHostsFileIsStartedShownAndStopped() throws Exception {
        KilnScript kiln = KilnScript.in("cluster-command");
        Path ssh = KilnScript.script(kiln.directory().resolve("ssh"), """
                echo "$@" >>'%s/ssh.log'
                while [ "$1" != localhost ]; do shift; done
                shift
                exec sh -c "$*"
                """.formatted(kiln.directory()));
        Path hosts = Files.writeString(kiln.directory().resolve("hosts"), """
                master localhost port=0 webui=0 rest=0
                worker localhost cores=1 memory=600m webui=0
                worker localhost cores=2 memory=700m webui=0 via=ssh kiln=%s home=%s
                """.formatted(
                        kiln.program(), kiln.directory().resolve("other-home")));
        Map<String, String> environment = Map.of("KILN_SSH", ssh.toString());
        List<ProcessHandle> processes = new ArrayList<>();
        try {
            KilnScript.Outcome started = kiln.run(
                    environment, "cluster", "start-all", "--distribution", "default", "--hosts", hosts.toString());
            assertThat(started.err()).isEmpty();
            assertThat(started.out().lines()).hasSize(3).allMatch(line -> line.startsWith("started "));
            assertThat(Files.readString(kiln.directory().resolve("ssh.log")))
                    .contains("BatchMode=yes", "cluster start-worker --json --home", "--distribution default");

            KilnScript.Outcome status = kiln.run(environment, "cluster", "status", "--json");
            assertThat(status.code()).isZero();
            JsonNode report = new ObjectMapper().readTree(status.out());
            assertThat(report.at("/master/workers").findValuesAsText("cores")).containsExactlyInAnyOrder("1", "2");
            for (JsonNode daemon : report.path("daemons")) {
                processes.add(ProcessHandle.of(daemon.path("pid").asLong()).orElseThrow());
            }
            assertThat(processes).hasSize(2);
            assertThat(kiln.run(environment, "cluster", "status").out())
                    .contains("is ALIVE", "1 of 1 cores", "600 of 600 MiB");
        } finally {
            KilnScript.Outcome stopped = kiln.run(environment, "cluster", "stop-all", "--hosts", hosts.toString());
            assertThat(stopped.err()).isEmpty();
            assertThat(stopped.out().lines()).hasSize(3).allMatch(line -> line.startsWith("stopped "));
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        KilnScript.Outcome status = kiln.run(environment, "cluster", "status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).isEqualTo("nothing was started on this machine\n");
    }

    @Test
    void aMachineThatCannotBeReachedIsNamedAndNothingIsLeft() throws Exception {
        KilnScript kiln = KilnScript.in("cluster-unreachable");
        Path ssh = KilnScript.script(
                kiln.directory().resolve("ssh"), "echo 'Permission denied (publickey).' >&2; exit 255");
        Path hosts = Files.writeString(kiln.directory().resolve("hosts"), """
                master localhost port=0 webui=0 rest=0
                worker elsewhere.invalid
                """);
        KilnScript.Outcome started =
                kiln.run(Map.of("KILN_SSH", ssh.toString()), "cluster", "start-all", "--hosts", hosts.toString());
        assertThat(started.code()).isEqualTo(1);
        assertThat(started.err())
                .startsWith("kiln: no ssh to elsewhere.invalid without a password: Permission denied (publickey).");
        assertThat(kiln.run(Map.of(), "cluster", "status").out()).isEqualTo("nothing was started on this machine\n");
    }

    @Test
    void theDoctorSaysWhatIsWrongAndHowToPutItRight() throws Exception {
        KilnScript kiln = KilnScript.in("cluster-doctor");
        Path ssh = KilnScript.script(kiln.directory().resolve("ssh"), """
                case "$*" in
                  *closed.invalid*) echo 'Permission denied (publickey).' >&2; exit 255 ;;
                  *date*) echo 1000000000 ;;
                  *) echo 'kiln: not found' >&2; exit 127 ;;
                esac
                """);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path hosts = Files.writeString(kiln.directory().resolve("hosts"), """
                    master 127.0.0.1 port=%d webui=0 rest=0
                    worker closed.invalid
                    worker 127.0.0.1 via=ssh
                    """.formatted(taken.getLocalPort()));
            KilnScript.Outcome outcome =
                    kiln.run(Map.of("KILN_SSH", ssh.toString()), "doctor", "--hosts", hosts.toString());
            assertThat(outcome.code()).isEqualTo(1);
            assertThat(outcome.out())
                    .contains(
                            "ok      Java",
                            "ok      Spark      Spark 4.2.0",
                            "FAILS   port       127.0.0.1:" + taken.getLocalPort() + " cannot be had for the master",
                            "-> end what uses it, or choose another in the hosts file: master 127.0.0.1 port=PORT",
                            "FAILS   closed.invalid has no address that this machine knows",
                            "without a password: Permission denied (publickey).",
                            "ssh-copy-id closed.invalid",
                            "warning 127.0.0.1  its clock differs by",
                            "FAILS   127.0.0.1  has no Kiln at");
        }
    }
}
