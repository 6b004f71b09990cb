package dev.kiln.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The results of one benchmark.
 *
 * @param benchmark its name
 * @param settings what it was asked to do
 * @param table the results in full
 * @param summary the numbers that matter, by what they say
 * @param peakMemory the largest resident set of each process in bytes
 */
public record Report(
        String benchmark,
        Map<String, Object> settings,
        Table table,
        Map<String, Double> summary,
        Map<String, Long> peakMemory) {

    public Report {
        settings = new LinkedHashMap<>(settings);
        summary = new LinkedHashMap<>(summary);
        peakMemory = new LinkedHashMap<>(peakMemory);
    }

    /** Adds a process's memory to a map for a report, if it is known. */
    public static void note(Map<String, Long> memory, String name, OptionalLong bytes) {
        bytes.ifPresent(value -> memory.put(name, value));
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("kiln bench ")
                .append(benchmark)
                .append(' ')
                .append(settings)
                .append('\n');
        text.append(Machine.current().line()).append("\n\n");
        text.append(table.text()).append('\n');
        summary.forEach((name, value) -> text.append(String.format("%-52s %10.2f%n", name, value)));
        peakMemory.forEach((name, bytes) ->
                text.append(String.format("%-52s %10d%n", "peak memory of " + name + ", MiB", bytes >> 20)));
        return text.toString();
    }

    /** As JSON has it. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("benchmark", benchmark);
        json.put("settings", settings);
        json.put("machine", Machine.current());
        json.put("results", rows());
        json.put("summary", summary);
        json.put("peakMemoryBytes", peakMemory);
        return json;
    }

    private List<Map<String, Object>> rows() {
        return table.rows().stream()
                .map(row -> {
                    Map<String, Object> named = new LinkedHashMap<>();
                    for (int i = 0; i < row.size(); i++) {
                        named.put(table.columns().get(i), row.get(i));
                    }
                    return named;
                })
                .toList();
    }
}
