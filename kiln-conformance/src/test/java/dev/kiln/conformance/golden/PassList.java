package dev.kiln.conformance.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which statements pass, per file. The text form has a line per file: its name, a space, and the numbers of the passing
 * statements as ranges, for example {@code group-by.sql 0-12,14}.
 */
record PassList(SortedMap<String, BitSet> passes) {

    static PassList parse(String text) {
        SortedMap<String, BitSet> passes = new TreeMap<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            BitSet numbers = new BitSet();
            for (String range : line.substring(space + 1).split(",")) {
                String[] ends = range.split("-");
                numbers.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
            passes.put(line.substring(0, space), numbers);
        });
        return new PassList(passes);
    }

    /**
     * The list that is checked in under a name: {@code spark} and {@code kiln} say what passes there,
     * {@code nondeterministic} names statements for which Spark fixes no result.
     */
    static PassList checkedIn(String name) {
        String resource = "/golden/" + name + ".txt";
        try (InputStream in = PassList.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + resource + " is missing");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes the passing statements of a file, but for those in the other list. */
    void record(String file, List<Outcome> outcomes, PassList leftOut) {
        BitSet numbers = new BitSet();
        outcomes.stream()
                .filter(Outcome::passed)
                .map(outcome -> outcome.statement().number())
                .filter(number -> !leftOut.contains(file, number))
                .forEach(numbers::set);
        passes.put(file, numbers);
    }

    boolean contains(String file, int number) {
        return passes.getOrDefault(file, new BitSet()).get(number);
    }

    /** Whether any statement of the file is in the list. */
    boolean contains(String file) {
        return passes.containsKey(file);
    }

    int size() {
        return passes.values().stream().mapToInt(BitSet::cardinality).sum();
    }

    String text() {
        return passes.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + " " + ranges(entry.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static String ranges(BitSet numbers) {
        StringBuilder text = new StringBuilder();
        for (int from = numbers.nextSetBit(0); from >= 0; ) {
            int to = numbers.nextClearBit(from) - 1;
            text.append(text.isEmpty() ? "" : ",").append(from);
            if (to > from) {
                text.append('-').append(to);
            }
            from = numbers.nextSetBit(to + 1);
        }
        return text.toString();
    }
}
