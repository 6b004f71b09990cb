package dev.kiln.server.operation;

import java.util.OptionalLong;
import java.util.UUID;

/**
 * The ids of one operation's responses: UUIDs that carry the response's index, so that an id can be told from a foreign
 * one long after its response was dropped, without keeping any id. Indexes count from 1.
 */
final class ResponseIds {
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final long prefix = UUID.randomUUID().getMostSignificantBits();

    String of(long index) {
        return new UUID(prefix, VARIANT | index).toString();
    }

    /** The index in an id, or empty if the id was not made here. */
    OptionalLong indexOf(String responseId) {
        try {
            UUID id = UUID.fromString(responseId);
            long index = id.getLeastSignificantBits() ^ VARIANT;
            return id.getMostSignificantBits() == prefix && index > 0 ? OptionalLong.of(index) : OptionalLong.empty();
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
    }
}
