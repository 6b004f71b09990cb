package dev.kiln.server.journal;

import dev.kiln.spi.config.ConfigKey;
import dev.kiln.spi.config.Configuration;
import java.util.List;

/** The configuration keys of session journals. */
public final class JournalConfig {
    public static final ConfigKey<Integer> MAX_ENTRIES = ConfigKey.integer(
            "kiln.session.journal.maxEntries",
            10_000,
            10,
            10_000_000,
            "How many changes of its settings, views and functions a session may make that are still of use.");

    public static final ConfigKey<Long> MAX_SIZE = ConfigKey.size(
            "kiln.session.journal.maxSize", "1g", "The size that those changes may have together, per session.");

    public static final ConfigKey<Long> MAX_ARTIFACT_SIZE = ConfigKey.size(
            "kiln.session.journal.maxArtifactSize",
            "4g",
            "How much a session may upload in total that other engines may need.");

    private JournalConfig() {}

    public static List<ConfigKey<?>> keys() {
        return List.of(MAX_ENTRIES, MAX_SIZE, MAX_ARTIFACT_SIZE);
    }

    /** The limits of each session's journal. */
    public static JournalLimits limits(Configuration configuration) {
        return new JournalLimits(
                configuration.get(MAX_ENTRIES), configuration.get(MAX_SIZE), configuration.get(MAX_ARTIFACT_SIZE));
    }
}
