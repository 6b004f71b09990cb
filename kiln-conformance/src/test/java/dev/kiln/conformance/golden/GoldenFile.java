package dev.kiln.conformance.golden;

import java.util.List;
import java.util.Map;

/**
 * A golden file: statements that run one after the other in a session of their own.
 *
 * @param name path below the folder of inputs
 * @param settings what the file itself sets before its first statement, in order
 * @param statements the statements with their results on record
 */
record GoldenFile(String name, Map<String, String> settings, List<GoldenStatement> statements) {
    GoldenFile {
        settings = Map.copyOf(settings);
        statements = List.copyOf(statements);
    }

    Dialect dialect() {
        return Dialect.of(name);
    }

    /** Whether the file belongs to the fixed tenth that every build replays. */
    boolean inTenth() {
        return Math.floorMod(name.hashCode(), 10) == 3;
    }
}
