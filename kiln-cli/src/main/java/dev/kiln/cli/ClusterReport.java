package dev.kiln.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.spark.cluster.Daemon;
import dev.kiln.spark.cluster.DaemonJson;
import dev.kiln.spark.cluster.DaemonRole;
import dev.kiln.spark.standalone.MasterState;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * How a cluster is.
 *
 * @param daemons those of this machine
 * @param state what the master of this machine says; empty if there is none or it does not answer
 */
record ClusterReport(List<Daemon> daemons, Optional<MasterState> state) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ClusterReport of(List<Daemon> daemons) {
        return new ClusterReport(
                daemons,
                daemons.stream()
                        .filter(daemon -> daemon.role() == DaemonRole.MASTER)
                        .findFirst()
                        .flatMap(ClusterReport::ask));
    }

    private static Optional<MasterState> ask(Daemon master) {
        try {
            return Optional.of(MasterState.ask(master.page()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether everything that was started still runs, and something was. */
    boolean isHealthy() {
        return !daemons.isEmpty()
                && daemons.stream().allMatch(daemon -> daemon.process().isAlive());
    }

    void printText(PrintWriter out) {
        if (daemons.isEmpty()) {
            out.println("nothing was started on this machine");
        }
        for (Daemon daemon : daemons) {
            out.printf(
                    "%-9s %-5s process %-8d page %s  log %s%n",
                    daemon.name(),
                    daemon.process().isAlive() ? "runs" : "died",
                    daemon.process().pid(),
                    daemon.page(),
                    daemon.log());
        }
        state.ifPresent(master -> printState(out, master));
    }

    private static void printState(PrintWriter out, MasterState master) {
        out.printf("%n%s is %s%n", master.url(), master.status());
        for (MasterState.Worker worker : master.aliveWorkers()) {
            out.printf(
                    "  worker %s:%d  %d of %d cores and %d of %d MiB free  page %s%n",
                    worker.host(),
                    worker.port(),
                    worker.coresFree(),
                    worker.cores(),
                    worker.memoryFree(),
                    worker.memory(),
                    worker.page());
        }
        master.applications()
                .forEach(application -> out.printf(
                        "  application %s  %s  %s%n", application.id(), application.state(), application.name()));
        master.drivers()
                .forEach(
                        driver -> out.printf("  driver %s  %s  %s%n", driver.id(), driver.state(), driver.mainClass()));
    }

    void printJson(PrintWriter out) {
        ObjectNode report = JSON.createObjectNode();
        report.putArray("daemons");
        try {
            for (Daemon daemon : daemons) {
                ObjectNode node = (ObjectNode) JSON.readTree(DaemonJson.write(daemon));
                node.put("alive", daemon.process().isAlive());
                report.withArray("daemons").add(node);
            }
            state.ifPresent(master -> report.set("master", state(master)));
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode state(MasterState master) {
        ObjectNode node = JSON.createObjectNode();
        node.put("url", master.url());
        node.put("status", master.status());
        for (MasterState.Worker worker : master.workers()) {
            ObjectNode item = node.withArray("workers").addObject();
            item.put("id", worker.id());
            item.put("page", worker.page().toString());
            item.put("alive", worker.alive());
            item.put("cores", worker.cores());
            item.put("coresFree", worker.coresFree());
            item.put("memoryMiB", worker.memory());
            item.put("memoryFreeMiB", worker.memoryFree());
        }
        for (MasterState.Application application : master.applications()) {
            ObjectNode item = node.withArray("applications").addObject();
            item.put("id", application.id());
            item.put("name", application.name());
            item.put("state", application.state());
            item.put("cores", application.cores());
        }
        for (MasterState.Driver driver : master.drivers()) {
            ObjectNode item = node.withArray("drivers").addObject();
            item.put("id", driver.id());
            item.put("state", driver.state().name());
            item.put("worker", driver.worker());
            item.put("mainClass", driver.mainClass());
        }
        return node;
    }
}
