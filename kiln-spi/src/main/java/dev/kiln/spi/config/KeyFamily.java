package dev.kiln.spi.config;

import java.util.List;
import java.util.Optional;

/**
 * Keys that exist once for each name that users choose. The family of {@code kiln.spark.profile.} with the members of
 * {@code kiln.spark.} has keys such as {@code kiln.spark.profile.big.master}; Spark's own settings belong to every
 * family, as in {@code kiln.spark.profile.big.spark.executor.memory}.
 *
 * @param prefix what comes before the name, with its dot
 * @param memberPrefix what the names of the members begin with, with its dot
 */
public record KeyFamily(String prefix, String memberPrefix, List<ConfigKey<?>> members) {
    public KeyFamily {
        members = List.copyOf(members);
    }

    /** The key of this name, if it belongs to the family. */
    Optional<ConfigKey<?>> find(String name) {
        int dot = name.startsWith(prefix) ? name.indexOf('.', prefix.length()) : -1;
        if (dot <= prefix.length()) {
            return Optional.empty();
        }
        String rest = name.substring(dot + 1);
        if (rest.startsWith("spark.")) {
            return Optional.of(ConfigKey.text(name, "", "A setting of Spark."));
        }
        return members.stream()
                .filter(member -> member.name().equals(memberPrefix + rest))
                .<ConfigKey<?>>map(member -> member.named(name))
                .findFirst();
    }
}
