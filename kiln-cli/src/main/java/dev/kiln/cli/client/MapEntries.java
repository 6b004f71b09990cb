package dev.kiln.cli.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of a map column. Keys can be of any type, so a Java map would not always do. */
public record MapEntries(List<Entry> entries) {
    /** One key with its value. */
    public record Entry(@Nullable Object key, @Nullable Object value) {}

    public MapEntries {
        entries = List.copyOf(entries);
    }
}
