package dev.kiln.bench.store;

import dev.kiln.bench.report.Statistics;
import dev.kiln.bench.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How long one thing took that was done in several ways, turn by turn. The store's way comes first. */
public final class Times {
    /** What {@link #addTo} has a value for. */
    public static final List<String> COLUMNS =
            List.of("what", "unit", "way", "median", "best", "worst", "processor", "times the store", "in processor");

    private final String name;
    private final Unit unit;
    private final Map<String, Double> targets;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    /**
     * One turn of one way.
     *
     * @param seconds how long it took
     * @param processor seconds of processor time, of Spark and the store's servers together; not a number if unknown
     */
    public record Sample(double seconds, double processor) {}

    /**
     * Nothing measured yet.
     *
     * @param targets by way, how many times as fast the store is to be
     */
    public Times(String name, Unit unit, Map<String, Double> targets) {
        this.name = name;
        this.unit = unit;
        this.targets = Map.copyOf(targets);
    }

    /** Says that a way takes part; ways are reported in this order. */
    public void expect(String way) {
        samples.putIfAbsent(way, new ArrayList<>());
    }

    public void add(String way, Sample sample) {
        samples.computeIfAbsent(way, any -> new ArrayList<>()).add(sample);
    }

    /** Adds a row for each way, and to the summary what there is a target for. */
    public void addTo(Table table, Map<String, Double> summary) {
        List<Sample> store = samples.values().iterator().next();
        samples.forEach((way, ours) -> {
            double[] seconds =
                    ours.stream().mapToDouble(Sample::seconds).sorted().toArray();
            double times = ratio(ours, store, Sample::seconds);
            table.add(List.of(
                    name,
                    unit.name(),
                    way,
                    unit.of(median(ours, Sample::seconds)),
                    unit.of(seconds[0]),
                    unit.of(seconds[seconds.length - 1]),
                    unit.of(median(ours, Sample::processor)),
                    ours == store ? Double.NaN : times,
                    ours == store ? Double.NaN : ratio(ours, store, Sample::processor)));
            if (targets.containsKey(way)) {
                summary.put(
                        String.format(Locale.ROOT, "%s, %s / store, at least %.1f", name, way, targets.get(way)),
                        times);
            }
        });
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return Statistics.median(samples.stream().map(figure::applyAsDouble).toList());
    }

    /** Turn by turn: what else the machine did in a turn, it did to both. */
    private static double ratio(List<Sample> way, List<Sample> store, ToDoubleFunction<Sample> figure) {
        return Statistics.median(IntStream.range(0, way.size())
                .mapToObj(turn -> figure.applyAsDouble(way.get(turn)) / figure.applyAsDouble(store.get(turn)))
                .toList());
    }
}
