package dev.kiln.spi;

import static java.util.Objects.requireNonNull;

/**
 * Why an engine cannot answer.
 *
 * @param feature a stable, machine-readable name, such as {@code expression.java_method} or {@code relation.group_map}
 * @param explanation a sentence for people
 */
public record UnsupportedReason(String feature, String explanation) {
    public UnsupportedReason {
        requireNonNull(feature, "feature");
        requireNonNull(explanation, "explanation");
    }
}
