package dev.kiln.conformance.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.bench.server.ServerCommand;
import dev.kiln.bench.server.ServerProcess;
import dev.kiln.bench.server.StandaloneCluster;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Kiln that goes on while parts of the system are killed, one after the other, itself among them. Engines that a fault
 * leaves alone serve the sessions of the next round as well. For one thread.
 */
final class FaultyRun {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    private final ServerCommand command;
    private final StandaloneCluster cluster;
    private final OwnProcesses processes;
    private Optional<ServerProcess> server = Optional.empty();

    /** @param processes those of the whole test; those of the cluster outlive this run */
    FaultyRun(ServerCommand command, StandaloneCluster cluster, OwnProcesses processes) {
        this.command = command;
        this.cluster = cluster;
        this.processes = processes;
    }

    /** Kills a part while a new session is busy, and sees to it that nothing is lost by that. */
    void round(int number, Victim victim, int delayMillis) throws Exception {
        long begin = System.nanoTime();
        try (BusySession busy = BusySession.start(running().address(), "acknowledged_" + number)) {
            TimeUnit.MILLISECONDS.sleep(delayMillis);
            kill(victim);
            if (victim == Victim.KILN) {
                running();
                busy.stop();
            } else {
                busy.requireGoingOn();
                busy.stop();
                busy.requireState();
            }
            busy.requireAcknowledged(running().address());
            System.out.printf("round %d, %s: %d ms%n", number, victim, (System.nanoTime() - begin) / 1_000_000);
        } catch (Exception | AssertionError e) {
            // The next round is not to suffer from what went wrong in this one.
            stop();
            throw e;
        }
    }

    private void kill(Victim victim) {
        if (victim == Victim.KILN) {
            running().kill();
            server = Optional.empty();
            return;
        }
        assertThat(processes.kill(victim::isIt)).as("processes killed").isPositive();
        if (victim == Victim.MASTER) {
            cluster.startMaster();
        } else if (victim == Victim.WORKER) {
            cluster.startWorker();
        }
    }

    private ServerProcess running() {
        ServerProcess started = server.orElseGet(() -> ServerProcess.start(command, START_LIMIT));
        server = Optional.of(started);
        return started;
    }

    private void stop() {
        server.ifPresent(ServerProcess::close);
        server = Optional.empty();
    }

    /** Stops Kiln, which leaves nothing running but the cluster. */
    void end() {
        stop();
        assertThat(processes.awaitNone(process -> !Victim.isDaemon(process), END_LIMIT))
                .as("processes left behind")
                .isEmpty();
    }
}
