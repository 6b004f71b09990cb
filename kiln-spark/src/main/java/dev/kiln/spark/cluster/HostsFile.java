package dev.kiln.spark.cluster;

import dev.kiln.spark.MemorySize;
import dev.kiln.spark.SparkSetupException;
import dev.kiln.spark.cluster.ClusterPlan.PlacedMaster;
import dev.kiln.spark.cluster.ClusterPlan.PlacedWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Reads which machines a cluster has: one line each, {@code [master|worker] HOST [key=value]...}. A line that is just a
 * host is a worker, so Spark's own {@code conf/workers} can be read as well.
 */
public final class HostsFile {
    private static final Set<String> MASTER_KEYS = Set.of("port", "webui", "rest", "via", "kiln", "home");
    private static final Set<String> WORKER_KEYS = Set.of("cores", "memory", "count", "webui", "via", "kiln", "home");
    private static final int MOST_WORKERS_OF_A_LINE = 64;

    private final Path file;
    private final Predicate<String> isHere;

    /** @param isHere whether a host's name is one of this machine */
    public HostsFile(Path file, Predicate<String> isHere) {
        this.file = file;
        this.isHere = isHere;
    }

    /**
     * Reads it.
     *
     * @throws SparkSetupException if it cannot be read; the message names the line
     */
    public ClusterPlan read() {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new SparkSetupException("the hosts file " + file + " cannot be read: " + e.getMessage(), e);
        }
        Optional<PlacedMaster> master = Optional.empty();
        List<PlacedWorker> workers = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            try {
                Line entry = Line.parse(line);
                if (entry.role() == DaemonRole.WORKER) {
                    workers.addAll(workers(entry));
                } else if (master.isPresent()) {
                    throw new IllegalArgumentException("there is a master already");
                } else {
                    master = Optional.of(master(entry));
                }
            } catch (IllegalArgumentException e) {
                throw new SparkSetupException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        if (workers.isEmpty()) {
            throw new SparkSetupException("the hosts file " + file + " names no worker");
        }
        return new ClusterPlan(
                master.orElseThrow(() -> new SparkSetupException(
                        "the hosts file " + file + " names no master; add a line 'master HOST'")),
                workers);
    }

    private PlacedMaster master(Line entry) {
        entry.allowOnly(MASTER_KEYS);
        return new PlacedMaster(
                place(entry),
                new MasterSpec(
                        entry.host(),
                        entry.number("port", MasterSpec.PORT),
                        entry.number("webui", MasterSpec.PAGE_PORT),
                        entry.number("rest", MasterSpec.REST_PORT)));
    }

    private List<PlacedWorker> workers(Line entry) {
        entry.allowOnly(WORKER_KEYS);
        int count = entry.number("count", 1);
        if (count < 1 || count > MOST_WORKERS_OF_A_LINE) {
            throw new IllegalArgumentException("count must be between 1 and " + MOST_WORKERS_OF_A_LINE);
        }
        if (count > 1 && !entry.options().keySet().containsAll(Set.of("cores", "memory"))) {
            throw new IllegalArgumentException("several workers on one machine need cores= and memory=,"
                    + " because each would take all that there is");
        }
        WorkerSpec spec = new WorkerSpec(
                entry.host(),
                entry.options().containsKey("cores") ? OptionalInt.of(entry.number("cores", 1)) : OptionalInt.empty(),
                Optional.ofNullable(entry.options().get("memory")).map(MemorySize::parse),
                entry.number("webui", WorkerSpec.PAGE_PORT));
        return Collections.nCopies(count, new PlacedWorker(place(entry), spec));
    }

    private Place place(Line entry) {
        String via = entry.options().getOrDefault("via", isHere.test(entry.host()) ? "process" : "ssh");
        if (!via.equals("process") && !via.equals("ssh")) {
            throw new IllegalArgumentException("via must be process or ssh, not '" + via + "'");
        }
        return new Place(
                entry.host(),
                via.equals("ssh"),
                Optional.ofNullable(entry.options().get("kiln")),
                Optional.ofNullable(entry.options().get("home")));
    }

    private record Line(DaemonRole role, String host, Map<String, String> options) {
        static Line parse(String text) {
            List<String> words = new ArrayList<>(List.of(text.split("\\s+")));
            DaemonRole role = DaemonRole.WORKER;
            if (words.get(0).equals("master") || words.get(0).equals("worker")) {
                role = words.remove(0).equals("master") ? DaemonRole.MASTER : DaemonRole.WORKER;
            }
            if (words.isEmpty() || words.get(0).contains("=")) {
                throw new IllegalArgumentException("a host is missing");
            }
            Map<String, String> options = new HashMap<>();
            for (String word : words.subList(1, words.size())) {
                int equals = word.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("'" + word + "' is not key=value");
                }
                options.put(word.substring(0, equals), word.substring(equals + 1));
            }
            return new Line(role, words.get(0), options);
        }

        void allowOnly(Set<String> keys) {
            for (String key : options.keySet()) {
                if (!keys.contains(key)) {
                    throw new IllegalArgumentException("a " + role.word() + " has no '" + key + "', only "
                            + String.join(", ", new TreeSet<>(keys)));
                }
            }
        }

        int number(String key, int standard) {
            String text = options.getOrDefault(key, String.valueOf(standard));
            if (!text.matches("\\d{1,5}")) {
                throw new IllegalArgumentException(key + " must be a number, not '" + text + "'");
            }
            return Integer.parseInt(text);
        }
    }
}
