package dev.kiln.spark.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a master's web page says of its cluster.
 *
 * @param url such as {@code spark://host:7077}
 * @param status {@code ALIVE}, or {@code STANDBY} where another master is the active one
 * @param applications the running ones, then those that ended
 * @param drivers the running ones, then those that ended
 */
public record MasterState(
        String url, String status, List<Worker> workers, List<Application> applications, List<Driver> drivers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public MasterState {
        workers = List.copyOf(workers);
        applications = List.copyOf(applications);
        drivers = List.copyOf(drivers);
    }

    /**
     * A worker.
     *
     * @param page its web page
     * @param memory in MiB, for executors and drivers
     */
    public record Worker(
            String id,
            String host,
            int port,
            URI page,
            int cores,
            int coresUsed,
            long memory,
            long memoryUsed,
            boolean alive) {
        public int coresFree() {
            return cores - coresUsed;
        }

        /** In MiB. */
        public long memoryFree() {
            return memory - memoryUsed;
        }
    }

    /**
     * An application, which is what a driver registers.
     *
     * @param started in milliseconds since 1970
     */
    public record Application(String id, String name, int cores, String state, long started) {}

    /** @param worker the id of the worker that runs it or ran it last */
    public record Driver(String id, DriverState state, String worker, String mainClass) {}

    /**
     * Asks a master.
     *
     * @param page its web page, such as {@code http://host:8080}
     * @throws IOException if it does not answer in time, or not as a master does
     */
    public static MasterState ask(URI page) throws IOException {
        JsonNode node = JSON.readTree(HttpText.get(page.resolve("/json/")));
        if (!node.path("url").asText().startsWith("spark://")) {
            throw new IOException(page + " is not the page of a master");
        }
        List<Worker> workers = new ArrayList<>();
        node.path("workers").forEach(worker -> workers.add(worker(worker)));
        List<Application> applications = new ArrayList<>();
        node.path("activeapps").forEach(application -> applications.add(application(application)));
        node.path("completedapps").forEach(application -> applications.add(application(application)));
        List<Driver> drivers = new ArrayList<>();
        node.path("activedrivers").forEach(driver -> drivers.add(driver(driver)));
        node.path("completeddrivers").forEach(driver -> drivers.add(driver(driver)));
        return new MasterState(node.path("url").asText(), node.path("status").asText(), workers, applications, drivers);
    }

    /** Those that can run something. */
    public List<Worker> aliveWorkers() {
        return workers.stream().filter(Worker::alive).toList();
    }

    public Optional<Worker> worker(String id) {
        return workers.stream().filter(worker -> worker.id().equals(id)).findFirst();
    }

    public Optional<Driver> driver(String id) {
        return drivers.stream().filter(driver -> driver.id().equals(id)).findFirst();
    }

    private static Worker worker(JsonNode node) {
        return new Worker(
                node.path("id").asText(),
                node.path("host").asText(),
                node.path("port").asInt(),
                URI.create(node.path("webuiaddress").asText()),
                node.path("cores").asInt(),
                node.path("coresused").asInt(),
                node.path("memory").asLong(),
                node.path("memoryused").asLong(),
                node.path("state").asText().equals("ALIVE"));
    }

    private static Application application(JsonNode node) {
        return new Application(
                node.path("id").asText(),
                node.path("name").asText(),
                node.path("cores").asInt(),
                node.path("state").asText(),
                node.path("starttime").asLong());
    }

    private static Driver driver(JsonNode node) {
        return new Driver(
                node.path("id").asText(),
                DriverState.parse(node.path("state").asText()),
                node.path("worker").asText(),
                node.path("mainclass").asText());
    }
}
