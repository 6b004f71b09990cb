package dev.kiln.spark.application;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.master.DeployMode;
import dev.kiln.spark.process.LocalNames;
import dev.kiln.spark.standalone.MasterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a standalone cluster has what is asked for. */
final class StandaloneChecks {
    private static final MemorySize STANDARD = MemorySize.ofMebibytes(1024);

    private final SubmitRequest request;
    private final List<MasterState.Worker> workers;
    private final List<Problem> problems = new ArrayList<>();

    private StandaloneChecks(SubmitRequest request, MasterState state) {
        this.request = request;
        this.workers = state.aliveWorkers();
    }

    static List<Problem> of(
            SubmitRequest request, DeployMode mode, MasterState state, Map<String, String> environment) {
        StandaloneChecks checks = new StandaloneChecks(request, state);
        if (checks.workers.isEmpty()) {
            checks.problems.add(new Problem(
                    "the cluster " + state.url() + " has no workers",
                    "start one: kiln cluster start-worker " + state.url()));
            return checks.problems;
        }
        checks.checkSize(
                "an executor",
                request.properties().number("spark.executor.cores").orElse(1),
                request.properties().memory("spark.executor.memory").orElse(STANDARD),
                "--executor-memory and --executor-cores");
        if (mode == DeployMode.CLUSTER) {
            checks.checkSize(
                    "the driver",
                    request.properties().number("spark.driver.cores").orElse(1),
                    request.properties().memory("spark.driver.memory").orElse(STANDARD),
                    "--driver-memory and --driver-cores");
        } else {
            checks.checkReach(environment);
        }
        return checks.problems;
    }

    private void checkSize(String who, int cores, MemorySize memory, String flags) {
        boolean fits =
                workers.stream().anyMatch(worker -> worker.cores() >= cores && worker.memory() >= memory.mebibytes());
        if (!fits) {
            int mostCores =
                    workers.stream().mapToInt(MasterState.Worker::cores).max().orElse(0);
            long mostMemory =
                    workers.stream().mapToLong(MasterState.Worker::memory).max().orElse(0);
            problems.add(new Problem(
                    "no worker is large enough for " + who + " of " + cores + " cores and " + memory + ": the "
                            + workers.size() + " workers have up to " + mostCores + " cores and " + mostMemory + "m",
                    "ask for less with " + flags + "; it would wait forever"));
        }
    }

    /** The executors open connections to the driver, and a loopback address leads each of them to itself. */
    private void checkReach(Map<String, String> environment) {
        Optional<String> loopback = request.properties()
                .get("spark.driver.host")
                .or(() -> Optional.ofNullable(environment.get("SPARK_LOCAL_IP")))
                .filter(LocalNames::isLoopback);
        List<String> distant = workers.stream()
                .map(MasterState.Worker::host)
                .filter(worker -> !LocalNames.isHere(worker))
                .distinct()
                .toList();
        if (loopback.isPresent() && !distant.isEmpty()) {
            problems.add(new Problem(
                    "the workers on " + String.join(", ", distant) + " cannot reach a driver at " + loopback.get(),
                    "say by which name they can: --conf spark.driver.host=NAME; or use --deploy-mode cluster"));
        }
    }
}
