package dev.kiln.bench;

import dev.kiln.bench.report.Progress;
import dev.kiln.bench.store.Measure;
import dev.kiln.bench.store.Measure.Way;
import dev.kiln.bench.store.SparkApplication;
import dev.kiln.bench.store.SparkApplication.Outcome;
import dev.kiln.bench.store.StoreRing;
import dev.kiln.bench.store.Times;
import dev.kiln.bench.store.Times.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Does things in all their ways by turns, and checks that all ways come to the same. */
final class StoreTimes {
    private final StoreRing ring;
    private final SparkApplication spark;
    private final Progress progress;

    StoreTimes(StoreRing ring, SparkApplication spark, Progress progress) {
        this.ring = ring;
        this.spark = spark;
        this.progress = progress;
    }

    Times measure(Measure measure, List<Turn> turns) {
        Times times = new Times(measure.name(), measure.unit(), measure.targets());
        measure.ways().forEach(way -> times.expect(way.name()));
        List<Way> ways = new ArrayList<>(measure.ways());
        Optional<String> answer = Optional.empty();
        for (Turn turn : turns) {
            for (Way way : ways) {
                progress.show(measure.name() + ", " + way.name() + ", " + turn.label());
                way.before().forEach(spark::run);
                double before = ring.processor();
                Outcome outcome = spark.run(way.statement());
                double servers = ring.processor() - before;
                String all = outcome.rows() + spark.run(way.check()).rows();
                if (!answer.orElse(all).equals(all)) {
                    throw new IllegalStateException(
                            measure.name() + ": " + way.name() + " gives " + all + " instead of " + answer.get());
                }
                answer = Optional.of(all);
                if (turn.counts()) {
                    times.add(way.name(), new Sample(outcome.seconds(), outcome.processor() + servers));
                }
            }
            // Whoever goes first in one turn goes last in the next.
            Collections.reverse(ways);
        }
        return times;
    }
}
