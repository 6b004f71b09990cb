package dev.kiln.bench.store;

import java.util.List;
import java.util.Map;

/**
 * One thing that SQL does, in several ways.
 *
 * @param name what it is
 * @param unit of its figures
 * @param targets by way, how many times as fast the store is to be
 * @param ways the store's first
 */
public record Measure(String name, Unit unit, Map<String, Double> targets, List<Way> ways) {
    public Measure {
        targets = Map.copyOf(targets);
        ways = List.copyOf(ways);
    }

    /**
     * A way to do it.
     *
     * @param name what reports call it
     * @param before statements that make ready, without being measured
     * @param statement what is measured
     * @param check a query afterwards, which all ways have to answer alike, as they have to the statement
     */
    public record Way(String name, List<String> before, String statement, String check) {
        public Way {
            before = List.copyOf(before);
        }
    }
}
