package dev.kiln.bench;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One time around all contestants.
 *
 * @param label how progress messages call it
 * @param counts whether it is measured
 */
record Turn(String label, boolean counts) {

    /** First those that only warm the contestants up, then those that are measured. */
    static List<Turn> of(int warmUps, int runs) {
        return Stream.concat(several("warm-up", warmUps, false), several("run", runs, true))
                .toList();
    }

    private static Stream<Turn> several(String name, int count, boolean counts) {
        return IntStream.rangeClosed(1, count).mapToObj(turn -> new Turn(name + " " + turn + " of " + count, counts));
    }
}
