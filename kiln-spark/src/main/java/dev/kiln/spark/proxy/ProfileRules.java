package dev.kiln.spark.proxy;

import dev.kiln.spark.launch.EngineProfile;
import dev.kiln.spark.launch.SparkConfig;
import dev.kiln.spi.config.Configuration;
import dev.kiln.spi.config.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which users have another profile than the standard one. What is said of a user wins over what is said of a group.
 *
 * @param profiles by the name of the user
 */
record ProfileRules(Map<String, String> profiles) {
    ProfileRules {
        profiles = Map.copyOf(profiles);
    }

    /** @throws ConfigurationException if a user belongs to two profiles, or nothing says who a group is */
    static ProfileRules of(Configuration configuration) {
        Map<String, List<String>> groups = SparkConfig.GROUP_MEMBERS.values(configuration);
        Map<String, SortedSet<String>> named = new HashMap<>();
        Map<String, SortedSet<String>> grouped = new HashMap<>();
        for (String profile : EngineProfile.names(configuration)) {
            SparkConfig.PROFILES
                    .get(configuration, profile, SparkConfig.USERS)
                    .forEach(user -> add(named, user, profile));
            for (String group : SparkConfig.PROFILES.get(configuration, profile, SparkConfig.GROUPS)) {
                Optional.ofNullable(groups.get(group))
                        .orElseThrow(() -> new ConfigurationException("the profile '" + profile + "' is for the group '"
                                + group + "', and nothing says who belongs to it; set kiln.groups." + group))
                        .forEach(user -> add(grouped, user, profile));
            }
        }
        grouped.putAll(named);
        Map<String, String> profiles = new HashMap<>();
        grouped.forEach((user, claimed) -> profiles.put(user, only(user, claimed)));
        return new ProfileRules(profiles);
    }

    private static void add(Map<String, SortedSet<String>> profiles, String user, String profile) {
        profiles.computeIfAbsent(user, name -> new TreeSet<>()).add(profile);
    }

    private static String only(String user, SortedSet<String> profiles) {
        if (profiles.size() > 1) {
            throw new ConfigurationException("the user '" + user + "' would have several profiles, "
                    + String.join(" and ", profiles) + "; name the user in one: kiln.spark.profile." + profiles.first()
                    + ".users");
        }
        return profiles.first();
    }

    /** The profile of a user, if that is not the standard one. */
    Optional<String> profileOf(String user) {
        return Optional.ofNullable(profiles.get(user));
    }
}
