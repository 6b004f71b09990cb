package dev.kiln.server.journal;

import static java.util.Objects.requireNonNull;

import dev.kiln.spi.StateChange;

/**
 * A change of a session's state that has been made. How it was made is asked of the journal, which keeps that on disk.
 *
 * @param number grows from entry to entry; the first is 1
 * @param change what of the state has changed
 * @param undone whether what it undid is no longer kept: engines that don't know of that don't need this entry
 * @param offset where the journal keeps the rest
 * @param length bytes on disk
 */
public record JournalEntry(long number, StateChange change, boolean undone, long offset, int length) {
    public JournalEntry {
        requireNonNull(change, "change");
    }
}
