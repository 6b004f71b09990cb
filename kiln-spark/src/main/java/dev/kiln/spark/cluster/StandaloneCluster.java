package dev.kiln.spark.cluster;

import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.cluster.ClusterPlan.PlacedWorker;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** A whole standalone cluster, on one machine or on many. */
public final class StandaloneCluster {
    private final ClusterPlan plan;
    private final Function<Place, Machine> machines;

    public StandaloneCluster(ClusterPlan plan, Function<Place, Machine> machines) {
        this.plan = plan;
        this.machines = machines;
    }

    /**
     * Starts the master and then its workers, one after the other.
     *
     * @param progress is told of each that runs
     * @throws SparkSetupException if one of them does not start; then the others are ended
     */
    public void start(Consumer<Daemon> progress) {
        Set<Place> used = new LinkedHashSet<>();
        Daemon master =
                machines.apply(plan.master().place()).startMaster(plan.master().spec());
        try {
            progress.accept(master);
            for (PlacedWorker worker : plan.workers()) {
                used.add(worker.place());
                progress.accept(machines.apply(worker.place()).startWorker(master.masterUrl(), worker.spec()));
            }
        } catch (RuntimeException e) {
            undo(used, e);
            throw e;
        }
    }

    private void undo(Set<Place> used, RuntimeException reason) {
        List<Runnable> ends = new ArrayList<>();
        used.forEach(place -> ends.add(() -> machines.apply(place).stop(DaemonRole.WORKER)));
        ends.add(() -> machines.apply(plan.master().place()).stop(DaemonRole.MASTER));
        for (Runnable end : ends) {
            try {
                end.run();
            } catch (SparkSetupException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /**
     * Ends the workers and then the master.
     *
     * @param progress is told of each that has ended
     * @throws SparkSetupException if one of them cannot be ended; the others are
     */
    public void stop(Consumer<Daemon> progress) {
        List<String> failures = new ArrayList<>();
        Set<Place> places = new LinkedHashSet<>();
        plan.workers().forEach(worker -> places.add(worker.place()));
        places.forEach(place -> stop(place, DaemonRole.WORKER, progress, failures));
        stop(plan.master().place(), DaemonRole.MASTER, progress, failures);
        if (!failures.isEmpty()) {
            throw new SparkSetupException(String.join("\n", failures));
        }
    }

    private void stop(Place place, DaemonRole role, Consumer<Daemon> progress, List<String> failures) {
        try {
            machines.apply(place).stop(role).forEach(progress);
        } catch (SparkSetupException e) {
            failures.add(e.getMessage());
        }
    }
}
