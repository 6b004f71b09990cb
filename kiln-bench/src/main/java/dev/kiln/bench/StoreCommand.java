package dev.kiln.bench;

import dev.kiln.bench.report.Report;
import dev.kiln.bench.report.Table;
import dev.kiln.bench.store.ColumnTables;
import dev.kiln.bench.store.Measure;
import dev.kiln.bench.store.RowTable;
import dev.kiln.bench.store.SparkApplication;
import dev.kiln.bench.store.StoreRing;
import dev.kiln.bench.store.Times;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiln bench store}: the store's tables against Parquet files, Spark's cache and Ignite's SQL. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        description = "Times the store's tables in stock Spark, against Parquet, Spark's cache and Ignite's SQL.")
final class StoreCommand implements Callable<Integer> {
    /** What can be measured on its own. */
    enum Part {
        INGEST,
        SCAN,
        JOIN,
        UPSERT,
        ROWS
    }

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--rows", description = "Rows of each column table (default: ${DEFAULT-VALUE}).")
    private long rows = 10_000_000;

    @Option(names = "--keys", description = "Thousands of rows of the row table (default: ${DEFAULT-VALUE}).")
    private int keys = 200;

    @Option(names = "--buckets", description = "Buckets of each column table (default: ${DEFAULT-VALUE}).")
    private int buckets = 8;

    @Option(names = "--servers", description = "Servers of the store (default: ${DEFAULT-VALUE}).")
    private int servers = 2;

    @Option(names = "--memory", description = "Memory of each server, outside of its heap (default: ${DEFAULT-VALUE}).")
    private String memory = "2g";

    @Option(names = "--warm-up", description = "Turns before any is measured (default: ${DEFAULT-VALUE}).")
    private int warmUp = 1;

    @Option(names = "--runs", description = "Measured turns (default: ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description =
                    "What to measure, if not everything: ${COMPLETION-CANDIDATES}. Tables are filled in any case.")
    private List<Part> parts = List.of(Part.values());

    @Override
    public Integer call() {
        Path home = options.emptied("store");
        List<Times> times = new ArrayList<>();
        Map<String, Long> memoryUsed = new LinkedHashMap<>();
        options.progress().show("starting the store");
        try (StoreRing ring = StoreRing.start(home, servers, memory);
                SparkApplication spark =
                        SparkApplication.start(home.resolve("spark"), options.heap(), ring.locators())) {
            columns(ring, spark, times);
            if (parts.contains(Part.ROWS)) {
                rowTable(home.resolve("rows"), ring, times);
            }
            Report.note(memoryUsed, "spark", spark.peakMemory());
        }
        Table table = new Table(Times.COLUMNS);
        Map<String, Double> summary = new LinkedHashMap<>();
        times.forEach(one -> one.addTo(table, summary));
        summary.put(
                "load of the machine at the end",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        options.publish(new Report(
                "store",
                Map.of("rows", rows, "keys", keys * 1_000L, "buckets", buckets, "servers", servers, "runs", runs),
                table,
                summary,
                memoryUsed));
        return 0;
    }

    private void columns(StoreRing ring, SparkApplication spark, List<Times> times) {
        options.progress().show("making rows");
        ColumnTables tables = new ColumnTables(spark, rows, buckets);
        tables.prepare();
        // Every other part reads what this one has written.
        boolean ingest = parts.contains(Part.INGEST);
        StoreTimes turns = new StoreTimes(ring, spark, options.progress());
        Times written = turns.measure(tables.ingest(), Turn.of(ingest ? warmUp : 0, ingest ? runs : 1));
        if (ingest) {
            times.add(written);
        }
        List<Measure> measures = new ArrayList<>();
        if (parts.contains(Part.SCAN)) {
            measures.addAll(tables.scans());
        }
        if (parts.contains(Part.JOIN)) {
            measures.addAll(tables.joins());
        }
        if (parts.contains(Part.UPSERT)) {
            measures.add(tables.upsert());
        }
        measures.forEach(measure -> times.add(turns.measure(measure, Turn.of(warmUp, runs))));
    }

    private void rowTable(Path home, StoreRing ring, List<Times> times) {
        options.progress().show("filling the row table");
        try (RowTable table = RowTable.start(home, ring.locators(), keys)) {
            Map<String, Times> measured = new LinkedHashMap<>();
            for (Turn turn : Turn.of(warmUp, runs)) {
                options.progress().show("row table, " + turn.label());
                table.turn(turn.counts() ? measured : new LinkedHashMap<>());
            }
            times.addAll(measured.values());
        }
    }
}
