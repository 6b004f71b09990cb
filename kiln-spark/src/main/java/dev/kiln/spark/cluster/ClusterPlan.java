package dev.kiln.spark.cluster;

import java.util.List;
import java.util.stream.Stream;

/** Which daemons a cluster has, and where. */
public record ClusterPlan(PlacedMaster master, List<PlacedWorker> workers) {
    public ClusterPlan {
        workers = List.copyOf(workers);
    }

    public record PlacedMaster(Place place, MasterSpec spec) {}

    public record PlacedWorker(Place place, WorkerSpec spec) {}

    /** A master and a worker on this machine, for this machine alone. */
    public static ClusterPlan small() {
        Place here = Place.here("localhost");
        return new ClusterPlan(
                new PlacedMaster(here, MasterSpec.on("localhost")),
                List.of(new PlacedWorker(here, WorkerSpec.on("localhost"))));
    }

    /** The machines, each once, that of the master first. */
    public List<Place> places() {
        return Stream.concat(Stream.of(master.place()), workers.stream().map(PlacedWorker::place))
                .distinct()
                .toList();
    }
}
