package dev.kiln.bench;

import dev.kiln.bench.contestant.ConnectContestant;
import dev.kiln.bench.contestant.Contestant;
import dev.kiln.bench.contestant.DuckDbContestant;
import dev.kiln.bench.data.Dataset;
import dev.kiln.bench.data.TpchData;
import dev.kiln.bench.data.TpchQueries;
import dev.kiln.bench.report.Report;
import dev.kiln.bench.report.Statistics;
import dev.kiln.bench.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kiln bench tpch}: the 22 queries on Parquet files. */
@Command(name = "tpch", mixinStandardHelpOptions = true, description = "Runs the TPC-H queries on Parquet files.")
final class TpchCommand implements Callable<Integer> {
    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--scale", description = "Scale factor (default: ${DEFAULT-VALUE}).")
    private double scale = 1;

    @Option(names = "--warm-up", description = "Runs before any is measured (default: ${DEFAULT-VALUE}).")
    private int warmUp = 1;

    @Option(names = "--runs", description = "Measured runs (default: ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(names = "--queries", split = ",", description = "Numbers of the queries; all 22 if not given.")
    private List<Integer> queries = TpchQueries.NUMBERS;

    @Override
    public Integer call() {
        options.progress().show("making the data of scale " + scale);
        Dataset dataset = TpchData.at(options.home(), scale);
        List<Contestant> contestants = new ArrayList<>();
        try {
            start(contestants, dataset);
            TpchTimes times = measure(contestants);
            options.publish(report(contestants, times));
            return times.failures().isEmpty() ? 0 : 1;
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    private void start(List<Contestant> contestants, Dataset dataset) {
        options.progress().show("starting the servers");
        ConnectContestant kiln = new ConnectContestant(options.startKiln());
        contestants.add(kiln);
        kiln.use(dataset);
        if (options.against(BenchOptions.Peer.SPARK)) {
            ConnectContestant spark = new ConnectContestant(options.startSpark());
            contestants.add(spark);
            spark.use(dataset);
        }
        if (options.against(BenchOptions.Peer.DUCKDB)) {
            DuckDbContestant duckDb = new DuckDbContestant();
            contestants.add(duckDb);
            duckDb.use(dataset);
        }
    }

    private TpchTimes measure(List<Contestant> contestants) {
        TpchTimes times = new TpchTimes();
        for (Turn turn : Turn.of(warmUp, runs)) {
            for (int query : queries) {
                for (Contestant contestant : contestants) {
                    options.progress().show(turn.label() + ", query " + query + ", " + contestant.name());
                    times.measure(contestant, query, turn.counts());
                }
            }
        }
        return times;
    }

    private Report report(List<Contestant> contestants, TpchTimes times) {
        List<String> names = contestants.stream().map(Contestant::name).toList();
        List<String> columns = new ArrayList<>(List.of("query"));
        names.forEach(name -> columns.add(name + " ms"));
        Table table = new Table(columns);
        for (int query : queries) {
            List<Object> row = new ArrayList<>(List.of("q" + query));
            names.forEach(name -> row.add(times.median(name, query)));
            table.add(row);
        }
        Map<String, Double> summary = new LinkedHashMap<>();
        for (String name : names) {
            summary.put(
                    "geometric mean of " + name + ", ms",
                    Statistics.geometricMean(queries.stream()
                            .map(query -> times.median(name, query))
                            .toList()));
        }
        names.stream()
                .skip(1)
                .forEach(peer -> summary.put("geometric mean of " + peer + " / kiln", ratio(times, peer)));
        times.failures().forEach(failure -> options.progress().show(failure));
        Map<String, Long> memory = new LinkedHashMap<>();
        contestants.forEach(contestant -> Report.note(memory, contestant.name(), contestant.peakMemory()));
        return new Report("tpch", Map.of("scale", scale, "runs", runs, "warm-up", warmUp), table, summary, memory);
    }

    private double ratio(TpchTimes times, String peer) {
        return Statistics.geometricMean(queries.stream()
                .map(query -> times.median(peer, query) / times.median("kiln", query))
                .toList());
    }
}
