package dev.kiln.cli.client;

import static java.util.Objects.requireNonNull;

/**
 * A VARIANT value as people read it.
 *
 * @param json a JSON value; timestamps in it are in UTC
 */
public record VariantText(String json) {
    public VariantText {
        requireNonNull(json, "json");
    }

    @Override
    public String toString() {
        return json;
    }
}
