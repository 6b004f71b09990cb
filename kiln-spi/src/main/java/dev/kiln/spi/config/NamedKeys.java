package dev.kiln.spi.config;

import java.util.List;
import java.util.Optional;

/**
 * A family of several keys for each name. That of {@code kiln.spark.profile.} with the members of {@code kiln.spark.} has
 * keys such as {@code kiln.spark.profile.big.master}; Spark's own settings belong to it as well, as in {@code
 * kiln.spark.profile.big.spark.executor.memory}.
 *
 * @param prefix what comes before the name, with its dot
 * @param memberPrefix what the names of the members begin with, with its dot
 */
public record NamedKeys(String prefix, String memberPrefix, List<ConfigKey<?>> members) implements KeyFamily {
    public NamedKeys {
        members = List.copyOf(members);
    }

    @Override
    public Optional<ConfigKey<?>> find(String name) {
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

    /** The value of a member for a name, or the member's default. */
    public <T> T get(Configuration configuration, String name, ConfigKey<T> member) {
        String own = prefix + name + "." + member.name().substring(memberPrefix.length());
        return configuration.get(member.named(own));
    }
}
