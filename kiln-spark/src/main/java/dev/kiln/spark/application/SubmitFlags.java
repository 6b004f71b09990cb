package dev.kiln.spark.application;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The flags of one command line, as they were written. */
public final class SubmitFlags {
    private final Map<SubmitFlag, List<String>> values = new EnumMap<>(SubmitFlag.class);

    /** @param values by flag, in the order in which they were given; of a flag without value, the value is ignored */
    public SubmitFlags(Map<SubmitFlag, List<String>> values) {
        values.forEach((flag, given) -> this.values.put(flag, List.copyOf(given)));
    }

    /** For tests and for programs: {@code flag, value, flag, value}. */
    static SubmitFlags of(Object... flagsAndValues) {
        Map<SubmitFlag, List<String>> values = new EnumMap<>(SubmitFlag.class);
        for (int i = 0; i < flagsAndValues.length; i += 2) {
            values.computeIfAbsent((SubmitFlag) flagsAndValues[i], flag -> new ArrayList<>())
                    .add((String) flagsAndValues[i + 1]);
        }
        return new SubmitFlags(values);
    }

    /** The flags that were given. */
    Set<SubmitFlag> given() {
        return values.keySet();
    }

    boolean has(SubmitFlag flag) {
        return values.containsKey(flag);
    }

    /** The last value given, which is the one that counts. */
    Optional<String> value(SubmitFlag flag) {
        List<String> given = all(flag);
        return given.isEmpty() ? Optional.empty() : Optional.of(given.get(given.size() - 1));
    }

    /** All values given, in order. */
    List<String> all(SubmitFlag flag) {
        return values.getOrDefault(flag, List.of());
    }
}
