package dev.kiln.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes one kind of catalog object as JSON and reads it back equal. */
interface Codec<T> {
    ObjectNode write(T value);

    T read(JsonNode json);

    default String encode(T value) {
        return write(value).toString();
    }

    default T decode(String text) {
        return read(Json.parse(text));
    }
}
