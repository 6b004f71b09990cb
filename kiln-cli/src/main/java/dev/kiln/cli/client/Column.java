package dev.kiln.cli.client;

import static java.util.Objects.requireNonNull;

import dev.kiln.protocol.DataType;

/** A column of a result. Names need not be unique. */
public record Column(String name, DataType type) {
    public Column {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }
}
