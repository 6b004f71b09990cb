package dev.kiln.spi.config;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A family of one key for each name, such as {@code kiln.groups.analysts}. Names may have dots in them.
 *
 * @param prefix what comes before the name, with its dot
 * @param key what each of them is like
 */
public record NamedKey<T>(String prefix, ConfigKey<T> key) implements KeyFamily {
    @Override
    public Optional<ConfigKey<?>> find(String name) {
        return name.startsWith(prefix) && name.length() > prefix.length()
                ? Optional.of(key.named(name))
                : Optional.empty();
    }

    /** All that are set, by the name that the user chose. */
    public SortedMap<String, T> values(Configuration configuration) {
        SortedMap<String, T> values = new TreeMap<>();
        for (Map.Entry<String, String> setting : configuration.settings().entrySet()) {
            if (find(setting.getKey()).isPresent()) {
                values.put(
                        setting.getKey().substring(prefix.length()),
                        key.parser().apply(setting.getValue()));
            }
        }
        return values;
    }
}
