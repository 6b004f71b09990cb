package dev.kiln.bench;

import dev.kiln.bench.contestant.Contestant;
import dev.kiln.bench.data.TpchQueries;
import dev.kiln.bench.report.Statistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The times of queries, and whether all contestants agree on the number of rows. */
final class TpchTimes {
    private record Key(String contestant, int query) {}

    private final Map<Key, List<Double>> milliseconds = new HashMap<>();
    private final Map<Integer, Long> rows = new HashMap<>();
    private final Map<Key, String> failures = new LinkedHashMap<>();

    /**
     * Runs a query; a failure is kept and the contestant is spared the query from then on.
     *
     * @param counts whether the time counts
     */
    void measure(Contestant contestant, int query, boolean counts) {
        Key key = new Key(contestant.name(), query);
        if (failures.containsKey(key)) {
            return;
        }
        try {
            String sql = TpchQueries.text(query);
            long start = System.nanoTime();
            long count = contestant.run(sql);
            double time = (System.nanoTime() - start) / 1e6;
            long agreed = rows.computeIfAbsent(query, any -> count);
            if (agreed != count) {
                throw new IllegalStateException(count + " rows where others gave " + agreed);
            }
            if (counts) {
                milliseconds.computeIfAbsent(key, any -> new ArrayList<>()).add(time);
            }
        } catch (Exception e) {
            failures.put(key, contestant.name() + " fails at query " + query + ": " + e.getMessage());
        }
    }

    /** Not a number if the contestant failed at the query. */
    double median(String contestant, int query) {
        Key key = new Key(contestant, query);
        return failures.containsKey(key) ? Double.NaN : Statistics.median(milliseconds.getOrDefault(key, List.of()));
    }

    List<String> failures() {
        return List.copyOf(failures.values());
    }
}
