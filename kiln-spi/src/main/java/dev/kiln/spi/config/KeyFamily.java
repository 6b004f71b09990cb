package dev.kiln.spi.config;

import java.util.Optional;

/** Keys that exist once for each name that users choose. */
public sealed interface KeyFamily permits NamedKeys, NamedKey {
    /** The key of this name, if it belongs to the family. */
    Optional<ConfigKey<?>> find(String name);
}
